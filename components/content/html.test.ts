import {aTimeout, expect, fixture, html, nextFrame} from '@open-wc/testing';
import {waitUntil} from '../../test/support/wait-until.js';
import type {ContentPart, HtmlPart, Message} from '../../src/client.js';
import type {ChatTranscript} from '../transcript/chat-transcript.js';
import '../panel/define-panel.js';
import {english} from '../i18n/strings.js';

const richText = `
  <h1>Your order</h1>
  <p>Thank you, <b>Ana</b>! See <a href="https://shop.example/1">order 1</a> or <a href="/help">help</a>.</p>
  <ul><li>Coffee<ul><li>250 g</li></ul></li><li>Tea</li></ul>
  <blockquote>Leave it at the door</blockquote><pre>1  2
3  4</pre>
  <details><summary>More</summary>Nothing</details>
  <dl><dt>Sum</dt><dd>12 €</dd></dl>
  <table><caption>Items</caption><thead><tr><th scope="col">Item</th><th scope="col">Price</th></tr></thead>
  <tbody><tr><td>Coffee</td><td>9 €</td></tr></tbody></table>`;

const wideTable = `<table><tr>${'<th scope="col">Heading</th>'.repeat(12)}</tr>
  <tr>${'<td>Content</td>'.repeat(12)}</tr></table>`;

let count = 0;

describe('an HTML part', () => {
  let transcript: ChatTranscript;

  const toMessage = (...parts: ContentPart[]): Message => ({
    id: `h${++count}`,
    sender: 'bot',
    status: 'received',
    text: '',
    parts,
  });

  /** Drawn, but not yet seen: no code that is asked for can be there. */
  async function draw(...parts: ContentPart[]) {
    transcript = await fixture(html`
      <captivate-chat-transcript
        style="height: 400px; width: 320px"
        .messages=${[toMessage(...parts)]}
      ></captivate-chat-transcript>
    `);
  }

  async function show(...parts: ContentPart[]) {
    await draw(...parts);
    await nextFrame();
  }

  const part = (html: string): HtmlPart => ({type: 'html', html});
  const table = (html: string): ContentPart => ({type: 'table', html});
  const find = <E extends HTMLElement>(selector: string) =>
    transcript.shadowRoot!.querySelector<E>(selector)!;
  const shown = () => find('[part="html"]');
  const isLoaded = () =>
    performance.getEntriesByType('resource').some(({name}) => name.includes('/sanitize.'));

  // What follows is in order: only the first part finds the code not yet loaded.

  it('asks for no code while there is none', async () => {
    await show({type: 'text', text: '<b>a</b>'});
    await aTimeout(0);
    expect(isLoaded()).to.be.false;
  });

  it('is its text before the code is there, and then takes its shape in the same place', async () => {
    await draw(part('<p>a <b>b</b></p><p>c</p><script>d</script>'));
    const place = shown();
    expect(place.innerText).to.equal('a b\nc');
    expect(place.querySelector('b')).to.be.null;
    await waitUntil(() => place.querySelector('b'));
    expect(place.isConnected).to.be.true;
    expect(place.querySelectorAll('p')).to.have.length(2);
    expect(isLoaded()).to.be.true;
  });

  it('takes its shape at once when the code is there', async () => {
    await show(part('a <b>b</b>'));
    expect(shown().querySelector('b')).to.have.text('b');
  });

  it('keeps its nodes when what is around it changes', async () => {
    const content = part('<details><summary>a</summary>b</details>');
    await show(content);
    const details = shown().querySelector('details')!;
    details.open = true;
    const [message] = transcript.messages;
    transcript.messages = [{...message!, parts: [{...content}]}, toMessage(part('c'))];
    await transcript.updateComplete;
    expect(shown().querySelector('details')).to.equal(details);
    expect(details.open).to.be.true;
  });

  it('changes when its HTML does', async () => {
    await show(part('<b>a</b>'));
    const [message] = transcript.messages;
    transcript.messages = [{...message!, parts: [part('<i>b</i>')]}];
    await transcript.updateComplete;
    expect(shown().querySelector('b')).to.be.null;
    expect(shown()).to.have.text('b');
  });

  it('can be shown in more than one place', async () => {
    const content = part('<b>a</b>');
    await show(content, content);
    expect(transcript.shadowRoot!.querySelectorAll('[part="html"] b')).to.have.length(2);
  });

  it('is not there when it shows nothing', async () => {
    await show(part('<script>a</script>'), part(' <p> </p> '), part('<div>'.repeat(7000)));
    expect(find('[part~="bubble"]')).to.be.null;
  });

  it('is text where it is too much to be anything else', async () => {
    await show(part(`${'<p>'.repeat(7000)}a &lt;b&gt;<img src=x onerror=x>`));
    expect(shown().innerText).to.equal('a <b>');
    expect(shown().querySelector('p, img')).to.be.null;
  });

  it('asks for its images once they are on the page', async () => {
    await show(part('<img src="/docs/screenshots/empty.png" alt="a">'));
    const image = shown().querySelector('img')!;
    await waitUntil(() => image.naturalWidth > 0);
    expect(image.getBoundingClientRect().right).to.be.at.most(
      find('[part="bubble"]').getBoundingClientRect().right,
    );
  });

  it('stays inside its bubble', async () => {
    await show(
      part(
        `${wideTable}<pre>${'x'.repeat(500)}</pre><img src=x width=9000 height=9000 align=left>
        <table><tr><td colspan=90>${'W'.repeat(500)}<td><table><tr><td>${'W '.repeat(99)}</table></table>
        ${'<blockquote><ul><li>'.repeat(12)}deep`,
      ),
    );
    const scroller = find('.transcript');
    expect(scroller.scrollWidth).to.equal(scroller.clientWidth);
    const bubble = find('[part="bubble"]').getBoundingClientRect();
    for (const child of shown().children) {
      const {left, right, bottom} = child.getBoundingClientRect();
      expect(left, child.tagName).to.be.at.least(bubble.left);
      expect(right, child.tagName).to.be.at.most(bubble.right);
      expect(bottom, child.tagName).to.be.at.most(bubble.bottom);
    }
    expect(getComputedStyle(shown()).contain).to.match(/content|paint/);
  });

  it('is accessible', async () => {
    await show(part(richText));
    expect(shown().querySelectorAll('h3, li, blockquote, table, details')).to.have.length(7);
    await expect(transcript).to.be.accessible();
  });

  describe('that is a table', () => {
    it('is a box that scrolls and can be reached by keyboard', async () => {
      await show(table(wideTable));
      const place = find('[part="table"]');
      const box = place.querySelector<HTMLElement>('.scroll')!;
      expect(box.scrollWidth).to.be.above(box.clientWidth);
      expect(box.tabIndex).to.equal(0);
      expect(box).to.have.attribute('role', 'group');
      expect(box).to.have.attribute('aria-label', english.table);
      const scroller = find('.transcript');
      expect(scroller.scrollWidth).to.equal(scroller.clientWidth);
    });

    it('shows what stands around it', async () => {
      await show(table('a<table><tr><td>b</table>c'));
      expect(find('[part="table"]').innerText.replace(/\s+/g, '')).to.equal('abc');
    });

    it('is accessible', async () => {
      await show(table(wideTable));
      await expect(transcript).to.be.accessible();
    });
  });
});

import {expect, fixture, html, nextFrame} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import {LitElement} from 'lit';
import {property} from 'lit/decorators.js';
import {waitUntil} from '../../test/support/wait-until.js';
import type {FileItem, Message} from '../../src/client.js';
import {base} from '../../styles/base.js';
import {panelTokens} from '../../styles/panel-tokens.js';
import {tokens} from '../../styles/tokens.js';
import {filesStyles, filesTemplate} from './files.js';

const message: Message = {id: 'm', sender: 'bot', status: 'received', text: '', parts: []};

class FilesPlace extends LitElement {
  static override styles = [base, tokens, panelTokens, filesStyles];

  @property({attribute: false}) files: readonly FileItem[] = [];

  @property() override title = '';

  /** Where there is no file, its player stays as it is while one is on its way. */
  @property({type: Boolean}) waiting = false;

  override createRenderRoot() {
    const root = super.createRenderRoot();
    // This event does not leave the shadow root.
    root.addEventListener('error', (event) => this.waiting && event.stopPropagation(), true);
    return root;
  }

  override render() {
    const {title, files} = this;
    return html`<div
      style="padding: 9px 14px; background: var(--_bot-bubble); color: var(--_bot-text)"
    >
      ${filesTemplate({type: 'files', title, files}, {message})}
    </div>`;
  }
}
customElements.define('test-files-place', FilesPlace);

const here = (path: string) => new URL(path, location.href).href;
const PICTURE = here('/docs/screenshots/empty.png');
const OTHER_PICTURE = here('/docs/screenshots/conversation-phone.png');

const picture: FileItem = {mimeType: 'image/png', name: 'garden.png', url: PICTURE};
const report: FileItem = {
  mimeType: 'application/pdf',
  name: 'report.pdf',
  url: 'https://files.example/report.pdf',
  size: 1_240_000,
};

/** Of one point. */
const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

/** Addresses that would run something, or load what is none of ours, in spellings that browsers understand. */
const HOSTILE = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' \u0001javascript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)//https://example.com',
  'javascript://example.com/%0Aalert(1)',
  'vbscript:msgbox(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:image/svg+xml,<svg onload="alert(1)"/>',
  'DATA:image/SVG+XML;base64,PHN2Zy8+',
  'data:text/html;base64,PHA+',
  'blob:https://example.com/1',
  'file:///etc/passwd',
  'mailto:a@b.example',
  'tel:123',
];

describe('files', () => {
  let place: FilesPlace;

  async function show(
    files: readonly FileItem[],
    {title = '', width = 240, dir = 'ltr', scheme = 'light', waiting = false} = {},
  ) {
    place = await fixture(
      html`<test-files-place
        style="display: block; color-scheme: ${scheme}; width: ${width}px"
        dir=${dir}
        .title=${title}
        .waiting=${waiting}
        .files=${files}
      ></test-files-place>`,
    );
    await settled();
  }

  async function settled() {
    await place.updateComplete;
    await nextFrame();
    await nextFrame();
  }

  const all = (selector: string) => [...place.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
  const shown = (selector: string) => all(selector).filter((element) => element.offsetHeight > 0);
  const rows = () => shown('[part="file"]');
  const pictures = () => shown('[part="image"]');
  const dialog = () => all('dialog')[0] as HTMLDialogElement;
  const icons = () => rows().map((row) => row.querySelector('svg')!.classList.item(1));

  it('have a title, if there is one', async () => {
    await show([report], {title: 'Your <b>papers</b>'});
    expect(all('.files-title')[0]!.innerText).to.equal('Your <b>papers</b>');
    await show([report]);
    expect(all('.files-title')).to.have.length(0);
  });

  describe('that are pictures', () => {
    it('are shown small, in a space that is kept for them', async () => {
      await show([{...picture, thumbnailUrl: OTHER_PICTURE}]);
      const [button] = pictures();
      expect(button!.offsetWidth / button!.offsetHeight).to.be.closeTo(4 / 3, 0.05);
      const image = button!.querySelector('img')!;
      expect(image.src).to.equal(OTHER_PICTURE);
      expect(image.alt).to.equal('garden.png');
      expect(image).to.have.attribute('loading', 'lazy');
      expect(image).to.have.attribute('decoding', 'async');
      expect(image).to.have.attribute('referrerpolicy', 'no-referrer');
      await waitUntil(() => image.complete && image.naturalWidth > 0);
      expect(rows()).to.have.length(0);
    });

    it('are known by their type, half of it, or without one by their ending', async () => {
      await show([
        {mimeType: 'image', url: PICTURE},
        {mimeType: 'IMAGE/PNG', url: PICTURE},
        {mimeType: '', url: `${PICTURE}?x=1.pdf`},
        {mimeType: '', name: 'x.JPG', url: PICTURE},
      ]);
      expect(pictures()).to.have.length(4);
      await show([{mimeType: 'application/pdf', name: 'x.png', url: PICTURE}]);
      expect(pictures()).to.have.length(0);
    });

    it('may come as data, and are seen large, yet nothing leads to them', async () => {
      await show([
        {mimeType: '', url: PIXEL},
        {mimeType: 'image/gif', name: 'dot.gif', url: PIXEL, thumbnailUrl: PIXEL},
      ]);
      expect(pictures()).to.have.length(2);
      const images = [...place.shadowRoot!.querySelectorAll('img')];
      await waitUntil(() => images[0]!.naturalWidth > 0);
      pictures()[0]!.click();
      await waitUntil(() => images[1]!.naturalWidth > 0 && dialog().open);
      expect(images.every((image) => image.getAttribute('src') === PIXEL)).to.be.true;
      expect(all('a, [href]')).to.have.length(0);
      dialog().close();
    });

    it('are named where the data is none', async () => {
      const broken = 'data:image/png;base64,AAAA';
      await show([{mimeType: 'image/png', name: 'dot.png', url: broken}]);
      await waitUntil(() => rows().length === 1);
      expect(rows()[0]!.innerText).to.include('dot.png').and.to.include('Not available');
      expect(pictures()).to.have.length(0);
    });

    it('fall back to the picture itself where the small one has no usable address', async () => {
      await show([{...picture, thumbnailUrl: 'javascript:alert(1)'}]);
      expect(pictures()[0]!.querySelector('img')!.src).to.equal(PICTURE);
    });

    it('become a row when they do not load, and stay one', async () => {
      await show([{...picture, url: here('/no-picture.png')}]);
      await waitUntil(() => rows().length === 1, 'there is a row');
      expect(pictures()).to.have.length(0);
      expect(rows()[0]!.innerText).to.include('garden.png');
      place.files = [{...picture, url: here('/no-picture.png')}];
      await settled();
      expect(rows()).to.have.length(1);
      place.files = [picture];
      await settled();
      expect(pictures()).to.have.length(1);
    });

    it('keep to <img> where they are SVG', async () => {
      await show([{mimeType: 'image/svg+xml', name: 'a.svg', url: PICTURE}]);
      expect(all('object, embed, iframe')).to.have.length(0);
      expect(pictures()).to.have.length(1);
    });
  });

  describe('in the large view', () => {
    async function open() {
      await show([{...picture, thumbnailUrl: OTHER_PICTURE}]);
      pictures()[0]!.focus();
      await sendKeys({press: 'Enter'});
      await waitUntil(() => dialog().open);
      await nextFrame();
    }

    async function closed() {
      await waitUntil(() => !dialog().open);
      await waitUntil(() => place.shadowRoot!.activeElement === pictures()[0], 'focus is back');
    }

    it('show the picture itself over the whole page, under its name', async () => {
      await open();
      expect(dialog()).to.match(':modal');
      expect(dialog().ariaLabel).to.equal('garden.png');
      const image = dialog().querySelector('img')!;
      expect(image.src).to.equal(PICTURE);
      await waitUntil(() => image.complete && image.naturalWidth > 0);
      await nextFrame();
      const box = image.getBoundingClientRect();
      expect(box.width).to.be.above(100);
      expect(box.bottom).to.be.at.most(innerHeight);
      expect(box.right).to.be.at.most(innerWidth);
    });

    it('do not load the picture before it is asked for', async () => {
      const address = `${PICTURE}?large=${Date.now()}`;
      await show([{...picture, url: address, thumbnailUrl: OTHER_PICTURE}]);
      const small = pictures()[0]!.querySelector('img')!;
      await waitUntil(() => small.complete && small.naturalWidth > 0);
      expect(performance.getEntriesByName(address)).to.be.empty;
    });

    it('close by Escape, which goes no further', async () => {
      await open();
      let heard = 0;
      place.addEventListener('keydown', () => heard++);
      await sendKeys({press: 'Escape'});
      await closed();
      expect(heard).to.equal(0);
    });

    it('close by the button, which has the focus', async () => {
      await open();
      expect(place.shadowRoot!.activeElement).to.have.attribute('aria-label', 'Close picture');
      await sendKeys({press: 'Enter'});
      await closed();
    });

    it('close by a click outside the picture, and not by one on it', async () => {
      await open();
      dialog().querySelector('img')!.click();
      expect(dialog().open).to.be.true;
      dialog().click();
      await closed();
    });

    it('open again', async () => {
      await open();
      await sendKeys({press: 'Escape'});
      await closed();
      pictures()[0]!.click();
      expect(dialog().open).to.be.true;
      expect(dialog().matches(':modal')).to.be.true;
    });

    it('do not lock a page on which the chat was hidden', async () => {
      await open();
      place.style.display = 'none';
      await waitUntil(() => !dialog().open);
    });

    it('leave nothing on the page when the message goes', async () => {
      await open();
      const view = dialog();
      place.files = [];
      await settled();
      expect(all('dialog')).to.have.length(0);
      await waitUntil(() => !view.open);
      expect(document.querySelector('dialog, :modal')).to.be.null;
    });

    for (const scheme of ['light', 'dark']) {
      it(`are accessible in ${scheme} colours`, async () => {
        await open();
        place.style.colorScheme = scheme;
        await expect(place).to.be.accessible();
      });
    }
  });

  describe('to play', () => {
    for (const media of ['audio', 'video'] as const) {
      it(`have a player (${media})`, async () => {
        const file = {mimeType: `${media}/mpeg`, name: 'Summer', url: here(`/no-${media}`)};
        await show([file], {waiting: true});
        const player = all(media)[0] as HTMLMediaElement;
        expect(player.controls).to.be.true;
        expect(player.preload).to.equal('metadata');
        expect(player.autoplay).to.be.false;
        expect(player).to.have.attribute('aria-label', 'Summer');
        expect(player.getBoundingClientRect().width).to.be.at.most(212);
        expect(rows()).to.have.length(0);
        await expect(place).to.be.accessible({ignoredRules: ['video-caption']});
      });

      it(`become a row when they do not load (${media})`, async () => {
        await show([{mimeType: media, name: 'Summer', url: here(`/no-such-${media}`)}]);
        await waitUntil(() => rows().length === 1, 'there is a row');
        expect(shown(media)).to.have.length(0);
      });
    }

    it('have a name where none came', async () => {
      await show([{mimeType: 'audio', url: here('/no-audio')}], {waiting: true});
      expect(all('audio')[0]).to.have.attribute('aria-label', 'File');
    });
  });

  describe('in rows', () => {
    it('have a name, a size, and a link that opens in a new tab', async () => {
      await show([report]);
      expect(rows()[0]!.innerText).to.include('report.pdf');
      expect(rows()[0]!.innerText).to.match(/1[.,]2\sMB/);
      const link = rows()[0]!.querySelector('a')!;
      expect(link.href).to.equal(report.url);
      expect(link.target).to.equal('_blank');
      expect(link.rel).to.equal('noopener noreferrer');
      expect(link.textContent).to.include('(opens in a new tab)');
    });

    it('are downloaded from the same site', async () => {
      await show([{...report, url: here('/report.pdf')}]);
      const link = rows()[0]!.querySelector('a')!;
      expect(link.download).to.equal('report.pdf');
      expect(link).not.to.have.attribute('target');
    });

    it('are links as large as the row', async () => {
      await show([report]);
      rows()[0]!.scrollIntoView();
      const box = rows()[0]!.getBoundingClientRect();
      expect(box.height).to.be.at.least(44);
      const hit = place.shadowRoot!.elementFromPoint(box.left + 5, box.top + 5);
      expect(hit).to.equal(rows()[0]!.querySelector('a'));
    });

    it('tell small, middle and large sizes', async () => {
      const sizes = [0, 512, 2_000, 3_400_000, 5_000_000_000];
      await show(sizes.map((size) => ({...report, size})));
      const notes = all('.file-note').map((note) => note.innerText);
      const expected = [/^0 bytes?$/, /^512 bytes$/, /^2 kB$/, /^3[.,]4 MB$/, /^5 GB$/];
      expect(notes).to.have.length(expected.length);
      expected.forEach((pattern, n) => expect(notes[n]!.replace(/\s/g, ' ')).to.match(pattern));
    });

    it('have an icon for what they are', async () => {
      const url = 'https://files.example/1';
      await show([
        {mimeType: '', name: 'a.docx', url},
        {mimeType: 'application/pdf', url},
        {mimeType: 'text/csv', url},
        {mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', url},
        {mimeType: 'application/zip', url},
        {mimeType: '', url: 'https://files.example/a.tar.gz?b.pdf#c.doc'},
        {mimeType: 'text/plain', name: 'a.ts', url},
        {mimeType: 'application/json', url},
        {mimeType: 'application/octet-stream', name: 'x', url},
      ]);
      expect(icons().join(' ')).to.equal(
        'document document spreadsheet spreadsheet archive archive code code other',
      );
    });

    it('have a name where none came', async () => {
      await show([{mimeType: '', url: 'https://files.example/1'}]);
      expect(rows()[0]!.querySelector('a')!.innerText).to.match(/^File/);
    });

    it('say that a file without an address is not available', async () => {
      await show([
        {mimeType: 'application/pdf', name: 'report.pdf', size: 2000},
        {...picture, url: ''},
      ]);
      expect(rows()).to.have.length(2);
      for (const row of rows()) expect(row.innerText).to.include('Not available');
      expect(all('a, img')).to.have.length(0);
    });

    it('link and load nothing dangerous', async () => {
      for (const mimeType of ['image/png', 'audio/mp3', 'video', 'text/html', '']) {
        await show(HOSTILE.map((url) => ({mimeType, name: 'a', url, thumbnailUrl: url})));
        expect(rows()).to.have.length(HOSTILE.length);
        expect(all('a, img, audio, video, [src], [href]')).to.have.length(0);
      }
    });

    it('take markup for text', async () => {
      const name = '<img src=x onerror=alert(1)><b>.pdf';
      await show([
        {...report, name},
        {mimeType: '', name},
      ]);
      expect(all('.file-name')[1]!.innerText).to.equal(name);
      expect(all('img, b')).to.have.length(0);
    });

    it('keep a very long name inside a narrow bubble', async () => {
      const name = `${'x'.repeat(10_000)}.pdf`;
      await show(
        [
          {...report, name},
          {mimeType: '', name},
          {...picture, name},
        ],
        {title: 'Papers'},
      );
      expect(place.scrollWidth).to.equal(240);
      for (const row of rows()) {
        expect(row.getBoundingClientRect().right).to.be.at.most(
          place.getBoundingClientRect().right,
        );
        expect(row.offsetHeight).to.be.below(130);
      }
      pictures()[0]!.click();
      await nextFrame();
      expect(dialog().scrollWidth).to.equal(dialog().clientWidth);
      const close = dialog().querySelector('button')!.getBoundingClientRect();
      expect(close.right).to.be.at.most(innerWidth);
    });

    it('show that they have the focus', async () => {
      await show([report]);
      rows()[0]!.querySelector('a')!.focus();
      await sendKeys({press: 'Shift'});
      expect(getComputedStyle(rows()[0]!).outlineStyle).to.equal('solid');
    });
  });

  it('stand side by side where there are several pictures', async () => {
    await show([picture, {...picture, url: OTHER_PICTURE}, report], {width: 340, dir: 'rtl'});
    const [first, second] = pictures().map((button) => button.getBoundingClientRect());
    expect(first!.top).to.equal(second!.top);
    expect(first!.left).to.be.above(second!.left);
    expect(rows()[0]!.offsetWidth).to.equal(312);
  });

  for (const scheme of ['light', 'dark']) {
    it(`are accessible in ${scheme} colours`, async () => {
      await show([picture, report, {mimeType: '', name: 'gone.pdf'}], {title: 'Papers', scheme});
      await expect(place).to.be.accessible();
    });
  }
});

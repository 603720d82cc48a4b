import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import type {ChatComposer, ComposerEvent} from './chat-composer.js';
import '../panel/define-panel.js';

describe('the composer', () => {
  let composer: ChatComposer;
  let submitted: string[];
  let drafts: string[];

  async function show(draft = '', disabled = false) {
    composer = await fixture(html`
      <captivate-chat-composer
        .draft=${draft}
        .disabled=${disabled}
        @captivate-submit=${({detail}: ComposerEvent) => submitted.push(detail.text)}
        @captivate-draft=${({detail}: ComposerEvent) => drafts.push(detail.text)}
      ></captivate-chat-composer>
    `);
    composer.focus();
  }

  const box = () => composer.shadowRoot!.querySelector('textarea')!;
  const button = () => composer.shadowRoot!.querySelector('button')!;

  beforeEach(() => {
    submitted = [];
    drafts = [];
  });

  it('shows the draft that it is given, also a later one', async () => {
    await show('half a thought');
    expect(box().value).to.equal('half a thought');
    composer.draft = '';
    await composer.updateComplete;
    expect(box().value).to.equal('');
  });

  it('tells what the visitor writes', async () => {
    await show();
    await sendKeys({type: 'hi'});
    expect(drafts).to.deep.equal(['h', 'hi']);
  });

  it('sends on Enter', async () => {
    await show('hello');
    await sendKeys({press: 'Enter'});
    expect(submitted).to.deep.equal(['hello']);
  });

  it('breaks the line on Shift+Enter', async () => {
    await show();
    await sendKeys({type: 'one'});
    await sendKeys({down: 'Shift'});
    await sendKeys({press: 'Enter'});
    await sendKeys({up: 'Shift'});
    await sendKeys({type: 'two'});
    expect(submitted).to.be.empty;
    expect(box().value).to.equal('one\ntwo');
  });

  for (const [engine, init] of [
    ['Chromium and Firefox', {isComposing: true}],
    ['Safari', {keyCode: 229}],
  ] as const) {
    it(`does not send on the Enter with which an input method ends in ${engine}`, async () => {
      await show('にほ');
      const enter = new KeyboardEvent('keydown', {key: 'Enter', cancelable: true, ...init});
      box().dispatchEvent(enter);
      expect(submitted).to.be.empty;
      expect(enter.defaultPrevented).to.be.false;
    });
  }

  it('sends by its button', async () => {
    await show('hello');
    button().click();
    expect(submitted).to.deep.equal(['hello']);
  });

  it('sends nothing that is blank', async () => {
    for (const blank of [' \n ', '\u200b', '\u3164\u2800\u115f', '\u200f\ufeff']) {
      await show(blank);
      expect(button().disabled).to.be.true;
      await sendKeys({press: 'Enter'});
    }
    expect(submitted).to.be.empty;
  });

  it('sends what has anything to see in it', async () => {
    await show('\u200b❤️');
    await sendKeys({press: 'Enter'});
    expect(submitted).to.have.length(1);
  });

  it('keeps the draft and sends nothing while it is disabled', async () => {
    await show('hello', true);
    await sendKeys({press: 'Enter'});
    button().click();
    expect(submitted).to.be.empty;
    expect(box().value).to.equal('hello');
  });

  it('keeps what it sends until it is told otherwise', async () => {
    await show('hello');
    await sendKeys({press: 'Enter'});
    expect(box().value).to.equal('hello');
  });

  it('tells nobody outside', async () => {
    await show('hello');
    let heard = false;
    const listener = () => (heard = true);
    document.addEventListener('captivate-submit', listener);
    await sendKeys({press: 'Enter'});
    document.removeEventListener('captivate-submit', listener);
    expect(submitted).to.have.length(1);
    expect(heard).to.be.false;
  });

  it('grows with what is written, up to a limit, and shrinks again', async () => {
    await show();
    const oneLine = box().offsetHeight;
    composer.draft = 'a\nb\nc';
    await composer.updateComplete;
    const threeLines = box().offsetHeight;
    composer.draft = 'x\n'.repeat(50);
    await composer.updateComplete;
    const manyLines = box().offsetHeight;
    composer.draft = '';
    await composer.updateComplete;
    expect(threeLines).to.be.greaterThan(oneLine);
    expect(manyLines).to.be.within(threeLines + 1, 136);
    expect(box().offsetHeight).to.equal(oneLine);
  });

  it('writes in the direction of the words, and of the page before there are any', async () => {
    const page = await fixture(html`
      <div dir="rtl"><captivate-chat-composer></captivate-chat-composer></div>
    `);
    composer = page.querySelector('captivate-chat-composer')!;
    expect(getComputedStyle(box()).direction).to.equal('rtl');
    composer.draft = 'Hello';
    await composer.updateComplete;
    expect(getComputedStyle(box()).direction).to.equal('ltr');
  });

  it('names its box by the hint', async () => {
    await show();
    composer.placeholder = 'Ask us';
    await composer.updateComplete;
    expect(box().placeholder).to.equal('Ask us');
    expect(box()).to.have.attribute('aria-label', 'Ask us');
  });

  it('says that a text is too long for one message, and does not send it', async () => {
    await show('a'.repeat(140_000));
    const notice = () => composer.shadowRoot!.querySelector('[part="notice"]')?.textContent;
    expect(notice()).to.include('too long');
    expect(box().getAttribute('aria-invalid')).to.equal('true');
    await sendKeys({press: 'Enter'});
    expect(submitted).to.deep.equal([]);
    composer.draft = 'a';
    await composer.updateComplete;
    expect(notice()).to.equal(undefined);
  });

  describe('what is dropped', () => {
    /** Whether the browser is kept from doing what it would do with it. */
    function drag(type: 'dragover' | 'drop', target: Element, fill: (data: DataTransfer) => void) {
      const dataTransfer = new DataTransfer();
      fill(dataTransfer);
      const init = {dataTransfer, bubbles: true, cancelable: true, composed: true};
      return !target.dispatchEvent(new DragEvent(type, init));
    }

    const text = (data: DataTransfer) => data.setData('text/plain', 'dropped');
    const file = (data: DataTransfer) => void data.items.add(new File(['a'], 'a.txt'));

    it('into the box is for the browser to put where it belongs', async () => {
      await show('one');
      expect(drag('dragover', box(), text)).to.equal(false);
      expect(drag('drop', box(), text)).to.equal(false);
      expect(drafts).to.deep.equal([]);
    });

    it('beside the box goes where the caret is', async () => {
      await show('one two');
      box().setSelectionRange(3, 4);
      expect(drag('dragover', button(), text)).to.equal(true);
      expect(drag('drop', button(), text)).to.equal(true);
      expect(drafts).to.deep.equal(['onedroppedtwo']);
      expect(box().value).to.equal('onedroppedtwo');
      expect(box().selectionStart).to.equal('onedropped'.length);
    });

    it('does not take the place of the page when it is a file', async () => {
      await show('one');
      for (const target of [box(), button()]) {
        expect(drag('dragover', target, file)).to.equal(true);
        expect(drag('drop', target, file)).to.equal(true);
      }
      expect(drafts).to.deep.equal([]);
    });
  });

  describe('what is pasted', () => {
    const paste = (text: string) => document.execCommand('insertText', false, text);

    it('has the line breaks of this box', async () => {
      await show('one ');
      box().setSelectionRange(4, 4);
      paste('two\r\nthree\rfour');
      await composer.updateComplete;
      expect(drafts.at(-1)).to.equal('one two\nthree\nfour');
      expect(box().value).to.equal('one two\nthree\nfour');
    });

    it('can be undone', async () => {
      await show('one ');
      box().setSelectionRange(4, 4);
      paste('two\nthree');
      await composer.updateComplete;
      expect(drafts.at(-1)).to.equal('one two\nthree');
      document.execCommand('undo');
      expect(drafts.at(-1)).to.equal('one ');
    });

    it('may be huge: it is all there, and the visitor is told', async () => {
      await show();
      const huge = 'word '.repeat(100_000);
      paste(huge);
      await composer.updateComplete;
      expect(drafts.at(-1)).to.equal(huge);
      expect(composer.shadowRoot!.querySelector('[part="notice"]')!.textContent).to.include(
        'too long',
      );
      await sendKeys({press: 'Enter'});
      expect(submitted).to.deep.equal([]);
    });
  });

  it('sends emoji as they are', async () => {
    await show();
    const family = '👩‍👩‍👧‍👦 👋🏽 🇩🇪';
    document.execCommand('insertText', false, family);
    await sendKeys({press: 'Enter'});
    expect(submitted).to.deep.equal([family]);
  });

  it('is accessible', async () => {
    await show();
    await expect(composer).to.be.accessible();
    await show('hello');
    await expect(composer).to.be.accessible();
  });
});

import {expect, fixture, html} from '@open-wc/testing';
import {resetMouse, sendKeys, sendMouse, setViewport} from '@web/test-runner-commands';

// Tests elsewhere trust that a real key does the same in every engine.
describe('real input', () => {
  afterEach(() => resetMouse());

  it('types a word with a doubled letter', async () => {
    const input = await fixture<HTMLInputElement>(html`<input aria-label="Word" />`);
    input.focus();

    await sendKeys({type: 'hello, مرحبا'});

    expect(input.value).to.equal('hello, مرحبا');
  });

  it('holds Shift while Enter is pressed', async () => {
    const area = await fixture<HTMLTextAreaElement>(html`<textarea aria-label="Text"></textarea>`);
    const keys: [string, boolean][] = [];
    area.addEventListener('keydown', ({key, shiftKey}) => keys.push([key, shiftKey]));
    area.focus();

    await sendKeys({down: 'Shift'});
    await sendKeys({press: 'Enter'});
    await sendKeys({up: 'Shift'});
    await sendKeys({press: 'Enter'});

    expect(keys).to.deep.equal([
      ['Shift', true],
      ['Enter', true],
      ['Enter', false],
    ]);
  });

  it('moves the focus with Tab', async () => {
    const group = await fixture(html`<div><button>One</button><button>Two</button></div>`);
    const [one, two] = group.querySelectorAll('button');
    one!.focus();

    await sendKeys({press: 'Tab'});

    expect(document.activeElement).to.equal(two);
    expect(two!.matches(':focus-visible')).to.equal(true);
  });

  it('clicks where it is told', async () => {
    const button = await fixture<HTMLButtonElement>(html`<button>Here</button>`);
    let clicks = 0;
    button.addEventListener('click', () => (clicks += 1));
    const {left, top} = button.getBoundingClientRect();

    await sendMouse({
      type: 'click',
      position: [Math.round(left) + 5, Math.round(top) + 5],
      button: 'left',
    });

    expect(clicks).to.equal(1);
  });

  it('makes the page as narrow as a phone', async () => {
    await setViewport({width: 360, height: 640});

    expect([innerWidth, innerHeight]).to.deep.equal([360, 640]);
    expect(document.hasFocus()).to.equal(true);

    await setViewport({width: 800, height: 600});
  });
});

import {expect} from '@open-wc/testing';
import {nothing, render} from 'lit';
import {html} from './template.js';

describe('a template whose texts were replaced', () => {
  let place: HTMLElement;

  beforeEach(() => (place = document.createElement('div')));

  /** What a translator does to every text in it. */
  function replaceTexts() {
    const nodes = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (nodes.nextNode()) texts.push(nodes.currentNode as Text);
    for (const text of texts) {
      const font = document.createElement('font');
      font.append(`<${text.data}>`);
      text.replaceWith(font);
    }
  }

  it('shows a new text in the place of the old one', () => {
    const draw = (name: string, count: number) =>
      render(html`<p title=${name}>Dear ${name}, you have ${count} new</p>`, place);
    draw('Ana', 1);
    replaceTexts();
    expect(place.textContent).to.equal('<Dear ><Ana><, you have ><1>< new>');
    draw('Ben', 2);
    expect(place.textContent).to.equal('<Dear >Ben<, you have >2< new>');
    expect(place.querySelector('p')!.title).to.equal('Ben');
  });

  it('keeps what does not change', () => {
    const draw = (last: string) => render(html`<p>${'One'}${last}</p>`, place);
    draw('two');
    replaceTexts();
    draw('three');
    expect(place.textContent).to.equal('<One>three');
  });

  it('has texts come and go between others', () => {
    const draw = (content: unknown) => render(html`<p>before ${content} after</p>`, place);
    const shown = [];
    for (const content of ['a', nothing, html`<b>${'b'}</b>`, ['c', 'd'], ['e'], '', 'f']) {
      draw(content);
      shown.push(place.textContent);
      replaceTexts();
    }
    expect(shown.map((text) => text.replace(/[<>]/g, ''))).to.deep.equal([
      'before a after',
      'before  after',
      'before b after',
      'before cd after',
      'before e after',
      'before  after',
      'before f after',
    ]);
  });
});

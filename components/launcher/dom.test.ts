import {expect, fixture, html} from '@open-wc/testing';
import {assign, create, placeAfter} from './dom.js';

describe('elements without templates', () => {
  it('have their attributes and content', () => {
    const element = create('p', {class: 'a', part: 'b'}, 'One ', create('b', {}, 'two'));
    expect(element.outerHTML).to.equal('<p class="a" part="b">One <b>two</b></p>');
  });

  it('are touched only where something changes', () => {
    const element = create('p', {class: 'a', lang: 'en'});
    const observer = new MutationObserver(() => undefined);
    observer.observe(element, {attributes: true});
    assign(element, {class: 'a', lang: 'fr', dir: 'ltr'});
    const touched = observer.takeRecords().map(({attributeName}) => attributeName);
    expect(touched).to.deep.equal(['lang', 'dir']);
  });

  describe('after a node', () => {
    const [one, two, three] = ['one', 'two', 'three'].map((id) => create('button', {id})) as [
      HTMLButtonElement,
      HTMLButtonElement,
      HTMLButtonElement,
    ];
    let start: Comment;

    beforeEach(async () => {
      const place = await fixture(html`<div><i></i></div>`);
      start = new Comment();
      place.append(start);
    });

    const ids = () => [...start.parentElement!.children].map(({id}) => id);

    it('come, go and come back in their order', () => {
      for (const list of [[two], [one, two, three], [one, three], [], [two, three], [one]]) {
        placeAfter(start, list);
        expect(ids(), list.map(({id}) => id).join()).to.deep.equal(['', ...list.map(({id}) => id)]);
      }
    });

    it('keep the focus while others come and go', () => {
      placeAfter(start, [one, three]);
      three.focus();
      for (const list of [[two, three], [one, two, three], [three]]) placeAfter(start, list);
      expect(document.activeElement === three).to.equal(true);
    });
  });
});

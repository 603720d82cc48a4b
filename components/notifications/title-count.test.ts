import {expect} from '@open-wc/testing';
import {waitUntil} from '../../test/support/wait-until.js';
import {resetVisibility, setHidden} from '../../test/browser/support/visibility.js';
import {showInTitle} from './title-count.js';

describe('the number in the title', () => {
  const [first, second] = [{}, {}];
  const before = document.title;
  const title = () => document.head.querySelector('title');

  const becomes = (text: string) =>
    waitUntil(() => document.title === text, `${text}, but saw ${document.title}`);

  beforeEach(() => {
    document.title = 'Shop';
    setHidden(true);
  });

  afterEach(() => {
    showInTitle(first, undefined, 0);
    showInTitle(second, undefined, 0);
    resetVisibility();
    document.title = before;
  });

  it('is that of what is unread, and is gone when it was read', () => {
    showInTitle(first, 'c1', 1);
    expect(document.title).to.equal('(1) Shop');
    showInTitle(first, 'c1', 2);
    expect(document.title).to.equal('(2) Shop');
    showInTitle(first, 'c1', 0);
    expect(document.title).to.equal('Shop');
  });

  it('stands there only while the page is hidden', () => {
    setHidden(false);
    showInTitle(first, 'c1', 1);
    expect(document.title).to.equal('Shop');
    setHidden(true);
    expect(document.title).to.equal('(1) Shop');
    setHidden(false);
    expect(document.title).to.equal('Shop');
  });

  it('leaves the title as it was, to the blank and to the node', () => {
    const [text, more] = [new Text('\n   The '), new Text('shop  \n')];
    title()!.replaceChildren(text, more);
    showInTitle(first, 'c1', 3);
    expect(document.title).to.equal('(3) The shop');
    showInTitle(first, 'c1', 0);
    expect([...title()!.childNodes].map((node) => node === text || node === more)).to.deep.equal([
      true,
      true,
    ]);
    expect(title()!.textContent).to.equal('\n   The shop  \n');
  });

  it('stays before a title that the page changes meanwhile, which is what is left', async () => {
    showInTitle(first, 'c1', 1);
    document.title = 'Sale!';
    await becomes('(1) Sale!');
    title()!.lastChild!.nodeValue = 'Summer sale!';
    expect(document.title).to.equal('(1) Summer sale!');
    const other = document.createElement('title');
    other.textContent = 'Winter sale!';
    title()!.replaceWith(other);
    await becomes('(1) Winter sale!');
    setHidden(false);
    expect(document.title).to.equal('Winter sale!');
  });

  it('is not taken for a part of the title by a page that makes a new one of it', async () => {
    showInTitle(first, 'c1', 1);
    document.title = `${document.title} – Cart`;
    // Nothing shows when the page was noticed; the next number does.
    showInTitle(first, 'c1', 2);
    expect(document.title).to.equal('(2) Shop – Cart');
    showInTitle(first, 'c1', 0);
    expect(document.title).to.equal('Shop – Cart');
  });

  it('gives way to a page that has its own title back when it is seen', () => {
    const own = document.title;
    document.title = 'Come back!';
    showInTitle(first, 'c1', 1);
    expect(document.title).to.equal('(1) Come back!');
    document.title = own;
    setHidden(false);
    expect(document.title).to.equal('Shop');
  });

  it('is the sum of two elements, and goes with the last of them', () => {
    showInTitle(first, 'c1', 1);
    showInTitle(second, 'c2', 2);
    expect(document.title).to.equal('(3) Shop');
    showInTitle(first, 'c1', 0);
    expect(document.title).to.equal('(2) Shop');
    showInTitle(second, 'c2', 0);
    expect(document.title).to.equal('Shop');
  });

  it('counts once what two elements have in common', () => {
    showInTitle(first, 'c1', 2);
    showInTitle(second, 'c1', 2);
    expect(document.title).to.equal('(2) Shop');
  });

  it('makes no title for a page that has none', () => {
    const own = title()!;
    own.remove();
    showInTitle(first, 'c1', 1);
    expect(document.title).to.equal('');
    document.head.append(own);
  });

  it('goes on in peace with a page that will not have its title changed', async () => {
    let changes = 0;
    const stubborn = new MutationObserver(() => {
      changes++;
      if (document.title !== 'Mine') document.title = 'Mine';
    });
    document.title = 'Mine';
    stubborn.observe(document.head, {childList: true, characterData: true, subtree: true});
    showInTitle(first, 'c1', 1);
    await becomes('Mine');
    await becomes('Mine');
    expect(changes).to.be.below(10);
    stubborn.disconnect();
  });
});

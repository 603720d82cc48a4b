import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import type {ChatMenu, MenuEvent} from './chat-menu.js';
import './define-panel.js';

const ITEMS = [
  {id: 'a', label: 'First'},
  {id: 'b', label: 'Second'},
  {id: 'c', label: 'Third'},
];

describe('the menu', () => {
  let menu: ChatMenu;
  let chosen: string[];

  beforeEach(async () => {
    chosen = [];
    menu = await fixture(html`
      <captivate-chat-menu
        .items=${ITEMS}
        @captivate-menu=${({detail}: MenuEvent) => chosen.push(detail.id)}
      ></captivate-chat-menu>
    `);
  });

  const button = () => menu.shadowRoot!.querySelector<HTMLElement>('[part="menu-button"]')!;
  const items = () => [...menu.shadowRoot!.querySelectorAll<HTMLElement>('[part="menu-item"]')];
  const focused = () => menu.shadowRoot!.activeElement?.textContent?.trim();

  async function press(key: string) {
    await sendKeys({press: key});
    await menu.updateComplete;
  }

  it('is closed at first', () => {
    expect(items()).to.be.empty;
    expect(button()).to.have.attribute('aria-expanded', 'false');
  });

  it('opens by a click, with the focus on its first item, and closes by another', async () => {
    button().click();
    await menu.updateComplete;
    expect(items().map(({innerText}) => innerText)).to.deep.equal(['First', 'Second', 'Third']);
    expect(focused()).to.equal('First');
    button().click();
    await menu.updateComplete;
    expect(items()).to.be.empty;
  });

  it('tells what was chosen, once, and gives the focus back to its button', async () => {
    button().click();
    await menu.updateComplete;
    items()[1]!.click();
    await menu.updateComplete;
    expect(chosen).to.deep.equal(['b']);
    expect(items()).to.be.empty;
    expect(button().matches(':focus')).to.be.true;
  });

  it('is gone through by the arrow keys, round and round', async () => {
    button().focus();
    await press('ArrowDown');
    expect(focused()).to.equal('First');
    await press('ArrowUp');
    expect(focused()).to.equal('Third');
    await press('ArrowDown');
    expect(focused()).to.equal('First');
    await press('End');
    expect(focused()).to.equal('Third');
    await press('Home');
    await press('Enter');
    expect(chosen).to.deep.equal(['a']);
  });

  it('opens at its last item by the arrow that points up', async () => {
    button().focus();
    await press('ArrowUp');
    expect(focused()).to.equal('Third');
  });

  it('closes by Escape, which nobody else gets to see', async () => {
    let seen = false;
    const listener = () => (seen = true);
    document.addEventListener('keydown', listener);
    button().click();
    await menu.updateComplete;
    await press('Escape');
    document.removeEventListener('keydown', listener);
    expect(items()).to.be.empty;
    expect(button().matches(':focus')).to.be.true;
    expect(seen).to.be.false;
  });

  it('closes when the focus goes elsewhere', async () => {
    const other = await fixture<HTMLElement>(html`<button>Elsewhere</button>`);
    button().click();
    await menu.updateComplete;
    other.focus();
    await menu.updateComplete;
    expect(items()).to.be.empty;
    expect(document.activeElement).to.equal(other);
  });

  it('is accessible, closed and open', async () => {
    await expect(menu).to.be.accessible();
    button().click();
    await menu.updateComplete;
    await expect(menu).to.be.accessible();
  });
});

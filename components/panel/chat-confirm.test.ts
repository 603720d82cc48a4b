import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import type {ChatConfirm} from './chat-confirm.js';
import './define-panel.js';

const QUESTION = {heading: 'Delete it?', text: 'It cannot be brought back.', action: 'Delete'};

describe('the question before something is done', () => {
  let confirm: ChatConfirm;
  let heard: string[];

  beforeEach(async () => {
    heard = [];
    const listener = ({type}: Event) => heard.push(type);
    confirm = await fixture(html`
      <captivate-chat-confirm
        .question=${QUESTION}
        @captivate-confirm=${listener}
        @captivate-cancel=${listener}
      ></captivate-chat-confirm>
    `);
  });

  const part = (name: string) =>
    confirm.shadowRoot!.querySelector<HTMLElement>(`[part="${name}"]`)!;
  const focused = () => confirm.shadowRoot!.activeElement?.textContent?.trim();
  const alert = () => confirm.shadowRoot!.querySelector<HTMLElement>('[role="alert"]')!.innerText;

  it('says in plain words what happens', () => {
    expect(part('confirm').innerText)
      .to.include('Delete it?')
      .and.include('It cannot be brought back.');
    expect(part('confirm')).to.have.attribute('role', 'alertdialog');
    expect(part('confirm-button').innerText.trim()).to.equal('Delete');
  });

  it('has the focus on the answer that changes nothing', () => {
    expect(focused()).to.equal('Cancel');
  });

  it('keeps the focus in it, in both directions', async () => {
    await sendKeys({press: 'Tab'});
    expect(focused()).to.equal('Delete');
    await sendKeys({press: 'Tab'});
    expect(focused()).to.equal('Cancel');
    await sendKeys({down: 'Shift'});
    await sendKeys({press: 'Tab'});
    await sendKeys({up: 'Shift'});
    expect(focused()).to.equal('Delete');
  });

  it('is confirmed by keyboard', async () => {
    await sendKeys({press: 'Tab'});
    await sendKeys({press: 'Enter'});
    expect(heard).to.deep.equal(['captivate-confirm']);
  });

  it('is cancelled by the key that comes first', async () => {
    await sendKeys({press: 'Enter'});
    expect(heard).to.deep.equal(['captivate-cancel']);
  });

  it('is cancelled by Escape, which nobody else gets to see', async () => {
    let seen = false;
    const listener = () => (seen = true);
    document.addEventListener('keydown', listener);
    await sendKeys({press: 'Escape'});
    document.removeEventListener('keydown', listener);
    expect(heard).to.deep.equal(['captivate-cancel']);
    expect(seen).to.be.false;
  });

  it('takes no answer while it is being done, and keeps the focus', async () => {
    part('confirm-button').focus();
    confirm.busy = true;
    await confirm.updateComplete;
    expect(part('confirm')).to.have.attribute('aria-busy', 'true');
    expect(focused()).to.equal('One moment…');
    part('confirm-button').click();
    part('cancel-button').click();
    expect(heard).to.be.empty;
  });

  it('leaves Escape to the panel while it is being done', async () => {
    confirm.busy = true;
    await confirm.updateComplete;
    let seen = false;
    const listener = ({key}: KeyboardEvent) => (seen = key === 'Escape');
    document.addEventListener('keydown', listener);
    await sendKeys({press: 'Escape'});
    document.removeEventListener('keydown', listener);
    expect(heard).to.be.empty;
    expect(seen).to.be.true;
  });

  it('says that it failed, and offers to try again', async () => {
    expect(alert()).to.equal('');
    confirm.failed = true;
    await confirm.updateComplete;
    expect(alert()).to.include('That did not work.');
    expect(part('confirm-button').innerText.trim()).to.equal('Try again');
    part('confirm-button').click();
    expect(heard).to.deep.equal(['captivate-confirm']);
  });

  it('is accessible, asking, busy and failed', async () => {
    await expect(confirm).to.be.accessible();
    confirm.busy = true;
    await confirm.updateComplete;
    await expect(confirm).to.be.accessible();
    confirm.busy = false;
    confirm.failed = true;
    await confirm.updateComplete;
    await expect(confirm).to.be.accessible();
  });
});

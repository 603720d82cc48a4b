import {expect, fixture, html} from '@open-wc/testing';
import {waitUntil} from '../../test/support/wait-until.js';
import type {ContentPart, Message} from '../../src/client.js';
import type {ChatPreview} from './chat-preview.js';
import './preview.js';

function toMessage(id: string, ...parts: ContentPart[]): Message {
  return {id, sender: 'bot', author: {name: 'Ana'}, status: 'received', text: '', parts};
}

describe('the preview', () => {
  let preview: ChatPreview;

  async function show(...parts: ContentPart[]) {
    const message = toMessage('m1', ...parts);
    preview = await fixture(html`
      <captivate-chat-preview .message=${message}></captivate-chat-preview>
    `);
  }

  const text = (selector: string) => preview.shadowRoot!.querySelector(selector)!.textContent;
  const spoken = () => text('[role="status"]');

  it('says who wrote, and what', async () => {
    await show({type: 'text', text: '**Hello**, _you_'});
    expect(text('.author')).to.equal('Ana');
    expect(text('.text')).to.equal('Hello, you');
  });

  it('says in words what is not text', async () => {
    const option = (label: string) => ({label, value: label});
    const options = [option('Yes'), option('No')];
    await show({type: 'text', text: 'Shall we?'}, {type: 'buttons', title: 'Choose', options});
    expect(text('.text')).to.equal('Shall we?\nChoose\nYes, No');
    await waitUntil(() => spoken() === 'Ana says: Shall we?\nChoose\n2 choices: Yes, No');
  });

  it('is read out once the place is known, and again for another message', async () => {
    await show({type: 'text', text: 'Hello'});
    expect(spoken()).to.equal('');
    await waitUntil(() => spoken() === 'Ana says: Hello');
    preview.message = toMessage('m2', {type: 'text', text: 'Are you there?'});
    await waitUntil(() => spoken() === 'Ana says: Are you there?');
  });

  it('is written from right to left where the message is; the name stands where names do', async () => {
    await show({type: 'text', text: 'مرحبا'});
    const [author, words] = ['.author', '.text'].map((selector) => {
      const range = document.createRange();
      range.selectNodeContents(preview.shadowRoot!.querySelector(selector)!);
      return range.getBoundingClientRect();
    });
    const box = preview.shadowRoot!.querySelector('.text')!.getBoundingClientRect();
    expect(words!.right).to.be.closeTo(box.right, 1);
    expect(author!.left).to.be.closeTo(box.left, 1);
    preview.dir = 'rtl';
    const name = preview.shadowRoot!.querySelector('bdi')!.getBoundingClientRect();
    expect(name.right).to.be.closeTo(
      preview.shadowRoot!.querySelector('.text')!.getBoundingClientRect().right,
      1,
    );
  });

  it('keeps what is long to a few lines', async () => {
    await show({type: 'text', text: 'line\n'.repeat(100)});
    expect(preview.getBoundingClientRect().height).to.be.below(140);
  });
});

import {aTimeout, expect, fixture, html} from '@open-wc/testing';
import {waitUntil} from '../../test/support/wait-until.js';
import type {ContentPart, Message} from '../../src/client.js';
import type {ChatTranscript} from '../transcript/chat-transcript.js';
import '../panel/define-panel.js';

// On a page of its own: what a browser could not load once, it may never load again.
describe('a message, where the code for what is in it cannot be loaded', () => {
  let refused = 0;

  before(() => {
    document.addEventListener('securitypolicyviolation', () => refused++);
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = "script-src 'none'";
    document.head.append(policy);
  });

  it('stays as it is where it is text, with its links, and nobody is troubled', async () => {
    const errors: unknown[] = [];
    const note = ({reason}: PromiseRejectionEvent) => errors.push(reason);
    addEventListener('unhandledrejection', note);
    const text = '**a** https://example.com\n\n- b';
    const messages = ['1', '2'].map((id): Message => ({
      id,
      sender: 'bot',
      status: 'received',
      text,
      parts: [{type: 'text', text}],
    }));
    const transcript: ChatTranscript = await fixture(html`
      <captivate-chat-transcript
        style="height: 300px; width: 320px"
        .messages=${messages}
      ></captivate-chat-transcript>
    `);
    await waitUntil(() => refused > 0);
    // A promise that nobody minds is reported after this turn.
    await aTimeout(0);
    removeEventListener('unhandledrejection', note);
    expect(errors).to.deep.equal([]);
    const shown = [...transcript.shadowRoot!.querySelectorAll<HTMLElement>('[part="text"]')];
    expect(shown).to.have.length(2);
    for (const element of shown) {
      expect(element.textContent).to.equal('**a** https://example.com (opens in a new tab)\n\n- b');
      expect(element.querySelectorAll('a')).to.have.length(1);
    }
  });

  it('is in words where it is none', async () => {
    const before = refused;
    const parts: ContentPart[] = [
      {type: 'cards', cards: [{title: 'Small Hill', text: 'Honey'}]},
      {type: 'files', files: [{mimeType: 'image/png', name: 'garden.png', url: '/garden.png'}]},
      {type: 'html', html: '<p>See <b>this</b></p>'},
    ];
    const messages: Message[] = [{id: '3', sender: 'bot', status: 'received', text: '', parts}];
    const transcript: ChatTranscript = await fixture(html`
      <captivate-chat-transcript
        style="height: 300px; width: 320px"
        .messages=${messages}
      ></captivate-chat-transcript>
    `);
    await waitUntil(() => refused > before + 1);
    await aTimeout(0);
    const shown = [...transcript.shadowRoot!.querySelectorAll<HTMLElement>('.bubble')];
    expect(shown.map(({innerText}) => innerText.trim())).to.deep.equal([
      'Small Hill\nHoney',
      'File: garden.png',
      'See this',
    ]);
  });
});

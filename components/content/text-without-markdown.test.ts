import {aTimeout, expect, fixture, html, waitUntil} from '@open-wc/testing';
import type {Message} from '../../src/client.js';
import type {ChatTranscript} from '../chat-transcript.js';
import '../define-panel.js';

// On a page of its own: what a browser could not load once, it may never load again.
describe('a text, where the code for Markdown cannot be loaded', () => {
  let refused = 0;

  before(() => {
    document.addEventListener('securitypolicyviolation', () => refused++);
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = "script-src 'none'";
    document.head.append(policy);
  });

  it('stays as it is, with its links, and nobody is troubled', async () => {
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
});

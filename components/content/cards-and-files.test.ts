import {expect, fixture, html} from '@open-wc/testing';
import {waitUntil} from '../../test/support/wait-until.js';
import type {ContentPart, Message} from '../../src/client.js';
import type {ChatTranscript} from '../transcript/chat-transcript.js';
import '../panel/define-panel.js';

const CARDS: ContentPart = {
  type: 'cards',
  cards: [
    {title: 'Small Hill', text: 'Chocolate and plum'},
    {title: 'Tall Hill', text: 'Honey'},
  ],
};
const FILES: ContentPart = {
  type: 'files',
  files: [{mimeType: 'application/pdf', name: 'menu.pdf', url: 'https://files.example/menu.pdf'}],
};
const NOTHING: ContentPart = {type: 'cards', cards: [{title: ' '}]};

describe('content whose code comes later', () => {
  let transcript: ChatTranscript;

  async function show(...parts: ContentPart[]) {
    const messages: Message[] = [{id: 'a', sender: 'bot', status: 'received', text: '', parts}];
    transcript = await fixture(html`
      <captivate-chat-transcript
        style="height: 400px; width: 320px"
        .messages=${messages}
      ></captivate-chat-transcript>
    `);
  }

  const all = (selector: string) => [
    ...transcript.shadowRoot!.querySelectorAll<HTMLElement>(selector),
  ];
  const visibleBubbles = () => all('.bubble').filter((bubble) => bubble.checkVisibility());
  const look = () => getComputedStyle(all('.card')[0]!).borderTopStyle;

  // What follows is in order: only the first message finds the code not yet loaded.

  it('is words at first, and then takes its shape in the same bubbles, and stays', async () => {
    await show(CARDS, FILES, NOTHING);
    const bubbles = all('.bubble');
    expect(all('[part="text"]').map((text) => text.innerText)).to.deep.equal([
      'Small Hill\nChocolate and plum\nTall Hill\nHoney',
      'File: menu.pdf',
      '',
    ]);
    await waitUntil(() => all('.card').length > 0);
    expect(all('[part="card-title"]').map((title) => title.innerText)).to.deep.equal([
      'Small Hill',
      'Tall Hill',
    ]);
    expect(all('[part="file"]')).to.have.length(1);
    expect(all('[part="text"]')).to.have.length(0);
    expect(bubbles.every((bubble) => bubble.isConnected)).to.be.true;
    expect(look()).to.equal('solid');
    expect(visibleBubbles(), 'of what turns out to be nothing').to.have.length(2);

    const card = all('.card')[0]!;
    transcript.messages = [{...transcript.messages[0]!, time: 1}];
    await transcript.updateComplete;
    expect(visibleBubbles(), 'of what is nothing').to.have.length(2);
    expect(card.isConnected, 'the nodes stay').to.be.true;
  });

  it('has its shape and its looks at once when the code is there, wherever it is shown', async () => {
    await show(CARDS);
    const sheets = transcript.shadowRoot!.adoptedStyleSheets.length;
    expect(look()).to.equal('solid');
    transcript.messages = [...transcript.messages, {...transcript.messages[0]!, id: 'b'}];
    await transcript.updateComplete;
    expect(all('.card')).to.have.length(4);
    expect(transcript.shadowRoot!.adoptedStyleSheets).to.have.length(sheets);
  });
});

import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import type {ButtonOption, Message} from '../../src/client.js';
import type {ChatTranscript, ChooseEvent} from '../transcript/chat-transcript.js';
import '../panel/define-panel.js';

const OFFER: Message = {
  id: 'offer',
  sender: 'bot',
  status: 'received',
  text: '',
  parts: [
    {
      type: 'buttons',
      title: 'Which one?',
      options: [
        {label: 'The small one', value: 'size-s'},
        {label: 'The large one', value: 'size-l'},
      ],
    },
  ],
};

function own(text: string): Message {
  return {id: `own ${text}`, sender: 'user', status: 'sent', text, parts: [{type: 'text', text}]};
}

describe('the options that a bot offers', () => {
  let transcript: ChatTranscript;
  let chosen: ButtonOption[];

  async function show(...messages: Message[]) {
    chosen = [];
    transcript = await fixture(html`
      <captivate-chat-transcript
        style="width: 300px; height: 400px"
        .messages=${messages}
        @captivate-choose=${({detail}: ChooseEvent) => chosen.push(detail.option)}
      ></captivate-chat-transcript>
    `);
  }

  const all = (part: string) => [
    ...transcript.shadowRoot!.querySelectorAll<HTMLElement>(`[part~="${part}"]`),
  ];
  const texts = (part: string) => all(part).map(({innerText}) => innerText.trim());
  const isOff = (option: HTMLElement) => option.getAttribute('aria-disabled') === 'true';

  it('stand below their title, as buttons', async () => {
    await show(OFFER);
    expect(texts('text')).to.deep.equal(['Which one?']);
    expect(texts('option')).to.deep.equal(['The small one', 'The large one']);
    expect(all('option').some(isOff)).to.be.false;
    for (const option of all('option')) expect(option.offsetHeight).to.be.at.least(44);
  });

  it('are chosen by mouse or keyboard', async () => {
    await show(OFFER);
    all('option')[0]!.click();
    all('option')[1]!.focus();
    await sendKeys({press: 'Enter'});
    expect(chosen.map(({value}) => value)).to.deep.equal(['size-s', 'size-l']);
  });

  it('stay visible after the choice, marked and off, and the visitor is shown the label', async () => {
    await show(OFFER, own('size-l'));
    expect(texts('option')).to.deep.equal(['The small one', 'The large one']);
    expect(all('option').map((option) => option.getAttribute('aria-pressed'))).to.deep.equal([
      null,
      'true',
    ]);
    expect(all('option').every(isOff)).to.be.true;
    expect(texts('text').at(-1)).to.equal('The large one');
    all('option')[0]!.click();
    expect(chosen).to.be.empty;
  });

  it('are off after the visitor wrote something else, and none is marked', async () => {
    await show(OFFER, own('I do not know'));
    expect(all('option').every(isOff)).to.be.true;
    expect(all('option').some((option) => option.hasAttribute('aria-pressed'))).to.be.false;
    expect(texts('text').at(-1)).to.equal('I do not know');
  });

  it('keep the focus when they go off', async () => {
    await show(OFFER);
    all('option')[0]!.focus();
    transcript.messages = [OFFER, own('size-s')];
    await transcript.updateComplete;
    expect(all('option')[0]!.matches(':focus')).to.be.true;
  });

  it('are shown as text, and wrap where they are long', async () => {
    const label = '<b>bold</b> '.repeat(20);
    const options = [
      {label, value: 'x'},
      ...Array.from({length: 12}, (_, n) => n)
        .map(String)
        .map((n) => ({label: n, value: n})),
    ];
    await show({...OFFER, parts: [{type: 'buttons', options}]});
    expect(texts('option')[0]).to.equal(label.trim());
    expect(all('option')[0]!.querySelector('b')).to.be.null;
    const bubble = all('bubble')[0]!.getBoundingClientRect();
    for (const option of all('option')) {
      expect(option.getBoundingClientRect().right).to.be.at.most(bubble.right);
    }
  });

  it('may be missing below a title', async () => {
    await show({...OFFER, parts: [{type: 'buttons', title: 'Nothing to choose', options: []}]});
    expect(texts('text')).to.deep.equal(['Nothing to choose']);
    expect(all('options')).to.be.empty;
  });

  it('are accessible', async () => {
    await show(OFFER);
    await expect(transcript).to.be.accessible();
    await show(OFFER, own('size-l'));
    await expect(transcript).to.be.accessible();
  });
});

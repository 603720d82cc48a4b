import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import {EMPTY_SNAPSHOT, type ChatSnapshot, type Trouble} from '../src/client.js';
import type {ChatPanel} from './chat-panel.js';
import './define-panel.js';
import {english} from './strings.js';

describe('the panel', () => {
  let panel: ChatPanel;
  let heard: string[];

  async function show(snapshot: Partial<ChatSnapshot> = {}) {
    const listener = ({type}: Event) => heard.push(type);
    panel = await fixture(html`
      <captivate-chat-panel
        role="dialog"
        aria-label="Support"
        heading="Support"
        subheading="We are here"
        style="height: 500px; width: 360px"
        .snapshot=${{...EMPTY_SNAPSHOT, ...snapshot}}
        @captivate-submit=${listener}
        @captivate-draft=${listener}
        @captivate-dismiss=${listener}
      ></captivate-chat-panel>
    `);
    await panel.updateComplete;
  }

  const part = (name: string) => panel.shadowRoot!.querySelector<HTMLElement>(`[part="${name}"]`);
  const composer = () => panel.shadowRoot!.querySelector('captivate-chat-composer')!;

  beforeEach(() => (heard = []));

  it('shows its titles', async () => {
    await show();
    expect(part('title')!.innerText).to.equal('Support');
    expect(part('subtitle')!.innerText).to.equal('We are here');
    panel.subheading = '';
    await panel.updateComplete;
    expect(part('subtitle')).to.be.null;
  });

  it('has the draft in its box', async () => {
    await show({draft: 'half a thought'});
    expect(composer().draft).to.equal('half a thought');
  });

  it('passes on what the composer asks for', async () => {
    await show();
    await panel.focusComposer();
    await sendKeys({type: 'a'});
    await sendKeys({press: 'Enter'});
    expect(heard).to.deep.equal(['captivate-draft', 'captivate-submit']);
  });

  it('asks to be closed by its button', async () => {
    await show();
    part('close-button')!.click();
    expect(heard).to.deep.equal(['captivate-dismiss']);
  });

  it('asks to be closed by Escape', async () => {
    await show();
    await panel.focusComposer();
    await sendKeys({press: 'Escape'});
    expect(heard).to.deep.equal(['captivate-dismiss']);
  });

  it('is not closed by the Escape that ends a composition', async () => {
    await show();
    const escape = new KeyboardEvent('keydown', {key: 'Escape', isComposing: true, bubbles: true});
    panel.dispatchEvent(escape);
    expect(heard).to.be.empty;
  });

  for (const trouble of Object.keys(english.trouble) as Trouble[]) {
    it(`says in plain words what is the matter: ${trouble}`, async () => {
      await show({trouble, connection: 'waiting'});
      expect(part('notice')!.innerText).to.equal(english.trouble[trouble]);
      await expect(panel).to.be.accessible();
    });
  }

  it('says nothing while all is well', async () => {
    await show({connection: 'ready'});
    expect(part('notice')).to.be.null;
  });

  it('says that it is connecting where there is nothing else to see', async () => {
    await show({connection: 'connecting'});
    expect(part('notice')!.innerText).to.equal('Connecting…');
  });

  it('takes nothing where it could never be sent, and keeps the draft', async () => {
    await show({trouble: 'no-api-key', draft: 'hello'});
    expect(composer().disabled).to.be.true;
    expect(composer().draft).to.equal('hello');
    await show({trouble: 'offline', connection: 'waiting'});
    expect(composer().disabled, 'offline, messages wait').to.be.false;
  });

  it('is accessible', async () => {
    await show({connection: 'ready'});
    await expect(panel).to.be.accessible();
  });
});

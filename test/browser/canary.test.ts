import {expect, fixture, html} from '@open-wc/testing';
import {LitElement} from 'lit';
import {customElement, property} from 'lit/decorators.js';

@customElement('test-canary')
class TestCanary extends LitElement {
  @property() mood = 'calm';

  override render() {
    return html`<p>${this.mood}</p>`;
  }
}

// Decorators break in silence when a tool does not see the two compiler flags they need: the class
// field then hides the accessor, and setting it draws nothing.
describe('decorated properties', () => {
  it('draw again when they are set', async () => {
    const element = await fixture<TestCanary>(html`<test-canary></test-canary>`);
    expect(element.shadowRoot!.textContent).to.equal('calm');

    element.mood = 'singing';
    await element.updateComplete;

    expect(element.shadowRoot!.textContent).to.equal('singing');
  });

  it('draw again when their attribute is set', async () => {
    const element = await fixture<TestCanary>(html`<test-canary></test-canary>`);

    element.setAttribute('mood', 'asleep');
    await element.updateComplete;

    expect(element.shadowRoot!.textContent).to.equal('asleep');
  });
});

import {expect} from '@open-wc/testing';
import {mayHoldKey, withoutKey} from './without-key.js';

const KEY = 'a key/of 8+';
const ECHO = encodeURIComponent(KEY);

describe('what a hub echoes', () => {
  it('is handed on without the key, however deep it is', () => {
    const echo = {
      list: [{address: `wss://hub.example/dev?apikey=${ECHO}`, count: 5}, KEY],
      [`x ${KEY}`]: null,
    };
    expect(withoutKey(echo, KEY)).to.deep.equal({
      list: [{address: 'wss://hub.example/dev?apikey=…', count: 5}, '…'],
      'x …': null,
    });
  });

  it('is the same object without it', () => {
    const payload = {list: [{text: 'Hello'}], sender: 'bot'};
    expect(withoutKey(payload, KEY)).to.equal(payload);
  });

  it('keeps what the visitor wrote, which is compared with what was sent', () => {
    const entries = [
      {sender: 'user', parts: [{text: KEY}]},
      {sender: 'bot', parts: [{text: KEY}]},
    ];
    expect(withoutKey({entries}, KEY)).to.deep.equal({
      entries: [entries[0], {sender: 'bot', parts: [{text: '…'}]}],
    });
  });

  it('may hold a key that is a short word', () => {
    expect(withoutKey('The key is here', 'key')).to.equal('The key is here');
  });

  it('is looked for in no frame that cannot hold the key', () => {
    const frame = (text: string) => JSON.stringify({event_type: 'bot_message', text});
    expect(mayHoldKey(frame('Hello'), KEY)).to.be.false;
    expect(mayHoldKey(frame(KEY), KEY)).to.be.true;
    expect(mayHoldKey(frame(ECHO), KEY)).to.be.true;
    expect(mayHoldKey(frame(KEY).replace('/', '\\/'), KEY), 'with a stroke').to.be.true;
    expect(mayHoldKey(frame(KEY).replace('k', '\\u006b'), KEY), 'as a number').to.be.true;
    expect(mayHoldKey(new ArrayBuffer(8), KEY), 'as bytes').to.be.true;
    expect(mayHoldKey(frame('key'), 'key')).to.be.false;
  });
});

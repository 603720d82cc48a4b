import {expect} from '@open-wc/testing';
import {mayHoldKey, textWithoutKey, withoutKey} from './without-key.js';

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

  it('is handed on without the key in whatever way it stands in an address', () => {
    const forms = [
      KEY,
      ECHO,
      ECHO.toLowerCase(),
      encodeURI(KEY),
      new URLSearchParams({'': KEY}).toString().slice(1),
    ];
    for (const form of forms) expect(withoutKey(`a ${form} b`, KEY), form).to.equal('a … b');
  });

  it('takes the signs of a key for nothing but signs', () => {
    const key = '(.*)[a-z]+\\d{2}$^|üé語🙂';
    for (const form of [key, encodeURIComponent(key), encodeURI(key)]) {
      expect(withoutKey(`a ${form} b`, key), form).to.equal('a … b');
    }
    expect(withoutKey('nothing of it 42', key)).to.equal('nothing of it 42');
  });

  it('is told of an error without a key that is short, too', () => {
    expect(textWithoutKey('Refused: k/1 k%2F1', 'k/1')).to.equal('Refused: … …');
    expect(textWithoutKey('Refused', '')).to.equal('Refused');
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

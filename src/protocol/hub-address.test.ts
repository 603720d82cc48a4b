import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {ChatError} from '../errors.js';
import {HUB_SOCKETS, socketAddress} from './hub-address.js';

describe('socketAddress', () => {
  for (const [what, base, address] of [
    ['appends the key', 'wss://hub.example', 'wss://hub.example/?apikey=KEY'],
    ['appends it to a path', 'wss://hub.example/dev', 'wss://hub.example/dev?apikey=KEY'],
    ['appends it to an empty query', 'wss://hub.example/dev?', 'wss://hub.example/dev?apikey=KEY'],
    [
      'appends it to a query',
      'wss://hub.example/dev?a=%2f+1&b',
      'wss://hub.example/dev?a=%2f+1&b&apikey=KEY',
    ],
    [
      'appends it to a query that is not finished',
      'wss://hub.example/?a=1&',
      'wss://hub.example/?a=1&apikey=KEY',
    ],
    ['fills an empty parameter', 'wss://hub.example/?apikey=', 'wss://hub.example/?apikey=KEY'],
    [
      'keeps the name of the parameter and its place',
      'wss://hub.example/?a=%7e&apiKey=&b=2',
      'wss://hub.example/?a=%7e&apiKey=KEY&b=2',
    ],
    ['fills a parameter without "="', 'wss://hub.example/?APIKEY', 'wss://hub.example/?APIKEY=KEY'],
    [
      'knows the parameter when it is escaped',
      'wss://hub.example/?api%4bey=',
      'wss://hub.example/?api%4bey=KEY',
    ],
    [
      'keeps a key that is there',
      'wss://hub.example/?a=1&apiKey=other&b=%20',
      'wss://hub.example/?a=1&apiKey=other&b=%20',
    ],
    ['keeps a second "?"', 'wss://hub.example/??a=1', 'wss://hub.example/??a=1&apikey=KEY'],
    [
      'is not misled by a similar name',
      'wss://hub.example/?myapikey=1&api-key=2',
      'wss://hub.example/?myapikey=1&api-key=2&apikey=KEY',
    ],
    ['keeps a port', 'ws://localhost:8080/hub', 'ws://localhost:8080/hub?apikey=KEY'],
    ['takes http: for ws:', 'http://localhost:8080', 'ws://localhost:8080/?apikey=KEY'],
    ['takes https: for wss:', 'https://hub.example/dev', 'wss://hub.example/dev?apikey=KEY'],
    ['drops a fragment', 'wss://hub.example/#top', 'wss://hub.example/?apikey=KEY'],
    ['ignores blanks around it', ' wss://hub.example/ ', 'wss://hub.example/?apikey=KEY'],
    [
      'reaches the production hub',
      HUB_SOCKETS.production,
      'wss://channel.wss.captivatechat.ai/dev?apiKey=KEY',
    ],
    [
      'reaches the development hub',
      HUB_SOCKETS.development,
      'wss://channel-dev.wss.captivatechat.ai/dev?apiKey=KEY',
    ],
  ] as const) {
    it(what, () => {
      expect(socketAddress(base, 'KEY')).to.equal(address);
    });
  }

  it('encodes the key', () => {
    expect(socketAddress('wss://hub.example/?apiKey=&a=1', 'k&y=#+ ü')).to.equal(
      'wss://hub.example/?apiKey=k%26y%3D%23%2B%20%C3%BC&a=1',
    );
  });

  it('needs no key where the address has one', () => {
    const address = 'wss://hub.example/?apikey=other';
    expect(socketAddress(address, '')).to.equal(address);
  });

  for (const base of [
    '',
    'hub',
    '/socket',
    '//hub.example',
    'wss://',
    'wss://hub.example:port/?apiKey=SECRET',
    'ftp://hub.example/?apiKey=SECRET',
    'javascript:alert("SECRET")',
    'data:,SECRET',
  ]) {
    it(`refuses the address "${base}" and names neither it nor the key`, () => {
      const error = failure(base, 'SECRET');
      expect(error).to.be.instanceOf(ChatError).with.property('code', 'bad-address');
      expect(String(error) + JSON.stringify(error)).not.to.contain('SECRET');
    });
  }

  it('refuses a missing key and one that is not text', () => {
    for (const key of ['', 'SECRET\ud800']) {
      const error = failure('wss://hub.example', key);
      expect(error).to.be.instanceOf(ChatError).with.property('code', 'no-api-key');
      expect(String(error) + JSON.stringify(error)).not.to.contain('SECRET');
    }
  });

  it('carries any key so that the hub reads it back', () => {
    fc.assert(
      fc.property(
        fc.string({minLength: 1, unit: 'binary'}),
        fc.webQueryParameters(),
        (key, query) => {
          const base = `wss://hub.example/?${query ? `${query}&` : ''}apiKey=`;
          const url = new URL(socketAddress(base, key));
          expect(url.searchParams.get('apiKey')).to.equal(key);
          expect(url.search.startsWith(new URL(base).search)).to.equal(true);
        },
      ),
    );
  });

  it('gives an address or its own error for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), fc.string(), (base, key) => {
        const error = failure(base, key);
        if (error !== undefined) expect(error).to.be.instanceOf(ChatError);
        else expect(new URL(socketAddress(base, key)).protocol).to.match(/^wss?:$/);
      }),
    );
  });
});

function failure(base: string, key: string): unknown {
  try {
    socketAddress(base, key);
    return undefined;
  } catch (error) {
    return error;
  }
}

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {demoGreeting} from '../../demo/hub/index.js';
import type {Hub} from '../../demo/hub/index.js';
import {bundle} from '../support/bundle.js';
import {inEachBrowser, stored, until} from '../support/page.js';

const file = (path: string) =>
  readFileSync(new URL(`../../node_modules/${path}`, import.meta.url), 'utf8');

const LIBRARIES = {
  '/zone.js': file('zone.js/bundles/zone.umd.js'),
  '/vue.js': file('vue/dist/vue.global.prod.js'),
};

/** What Prototype.js 1.6 does to JSON. */
const PROTOTYPE = `<script>
  Array.prototype.toJSON = function () { return '[' + this.map((each) => JSON.stringify(each)).join(', ') + ']'; };
  Date.prototype.toJSON = function () { return '"' + this.toISOString() + '"'; };
  String.prototype.toJSON = function () { return '"' + this + '"'; };
</script>`;

const TAG = '<script type="module" src="/captivate-chat.js"></script>';

/** An app of Vue with the tag in it, before the tag is defined or after. */
const withVue = (isFirst: boolean, attributes: string) => ({
  site: ({url}: Hub) => ({
    files: LIBRARIES,
    scripts: `<script src="/vue.js"></script><div id="app"></div>
      <script type="module">
        ${isFirst ? '' : "await import('/captivate-chat.js');"}
        document.querySelector('body > captivate-chat').remove();
        const {createApp, h, reactive} = Vue;
        window.state = reactive({user: {firstName: 'Ann'}, metadata: {cart: [1, {deep: ['x']}]}});
        createApp({render: () => h('captivate-chat', {
          'api-key': 'test-key', 'socket-url': '${url}', mode: undefined, '.user': state.user, '.metadata': state.metadata, ${attributes}
        })}).mount('#app');
        ${isFirst ? "await import('/captivate-chat.js');" : ''}
      </script>`,
  }),
});

/** Where React meets the page; it makes the same element of the tag on the server and here. */
const REACT = await bundle(`
  import {createElement} from 'react';
  import {createRoot, hydrateRoot} from 'react-dom/client';
  import {renderToString} from 'react-dom/server';
  const app = (props) => createElement('captivate-chat', {
    ...props,
    ref: (chat) => { if (chat) chat.metadata = {page: 'cart'}; },
  });
  window.react = {
    createRoot: (place, props) => createRoot(place).render(app(props)),
    hydrateRoot: (place, props) => {
      place.innerHTML = renderToString(app(props));
      window.markup = place.innerHTML;
      hydrateRoot(place, app(props));
    },
  };
`);

/** An app of React with the tag in it, drawn here or on a server, before the tag is defined or after. */
const withReact = (root: 'createRoot' | 'hydrateRoot', isFirst: boolean) => ({
  site: ({url}: Hub) => ({
    files: {'/react.js': REACT},
    scripts: `<script src="/react.js"></script><div id="app"></div>
      <script type="module">
        document.querySelector('body > captivate-chat').remove();
        ${isFirst ? '' : "await import('/captivate-chat.js');"}
        react.${root}(document.querySelector('#app'), {
          'api-key': 'test-key', 'socket-url': '${url}', connect: 'manual', 'user-id': 42,
        });
        const drawn = () => document.querySelector('#app captivate-chat')?.metadata;
        while (!drawn()) await new Promise((resolve) => setTimeout(resolve, 10));
        ${isFirst ? "await import('/captivate-chat.js');" : ''}
      </script>`,
  }),
});

inEachBrowser('A page', (play) => {
  play(
    'with zone.js has a chat',
    async ({visit, hub}) => {
      const visitor = await visit();
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      await visitor.write('Hello');
      await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
      assert.equal(stored(hub).length, 3);
    },
    {site: ({url}) => ({hubUrl: url, files: LIBRARIES, head: '<script src="/zone.js"></script>'})},
  );

  play(
    'with lists that have a toJSON sends right JSON',
    async ({visit, hub}) => {
      const visitor = await visit();
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      await visitor.write('Hello');
      await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
      await visitor.page.evaluate(() =>
        document.querySelector('captivate-chat')!.setMetadata({cart: [1, ['two']]}),
      );
      const frame = hub.received.find(({eventType}) => eventType === 'metadata');
      assert.deepEqual(frame!.payload['metadata'], {cart: [1, ['two']]});
    },
    {site: ({url}) => ({hubUrl: url, head: PROTOTYPE, scripts: TAG})},
  );

  for (const [when, isFirst] of [
    ['before', true],
    ['after', false],
  ] as const) {
    play(
      `of Vue that renders the tag ${when} it is defined connects only when it says so`,
      async ({visit, hub}) => {
        const visitor = await visit();
        await visitor.sees('launcher');
        await visitor.openChat();
        await visitor.settled();
        assert.equal(hub.connections, 0);
        await visitor.page.evaluate(() => document.querySelector('captivate-chat')!.connect());
        await visitor.shows(demoGreeting);
        const start = hub.received.find(({eventType}) => eventType === 'conversation_start');
        assert.deepEqual(start!.payload['userBasicInfo'], {firstName: 'Ann'});
        assert.deepEqual(start!.payload['metadata'], {cart: [1, {deep: ['x']}]});
        assert.equal(start!.payload['userId'], '42');
      },
      withVue(isFirst, `connect: 'manual', 'user-id': 42`),
    );
  }

  for (const root of ['createRoot', 'hydrateRoot'] as const) {
    for (const [when, isFirst] of [
      ['before', true],
      ['after', false],
    ] as const) {
      play(
        `of React that calls ${root} ${when} the tag is defined connects only when it says so`,
        async ({visit, hub}) => {
          const visitor = await visit();
          await visitor.sees('launcher');
          await visitor.openChat();
          await visitor.settled();
          assert.equal(hub.connections, 0);
          await visitor.page.evaluate(() => document.querySelector('captivate-chat')!.connect());
          await visitor.shows(demoGreeting);
          const start = hub.received.find(({eventType}) => eventType === 'conversation_start');
          assert.deepEqual(start!.payload, {userId: '42', metadata: {page: 'cart'}});
          if (root === 'createRoot') return;
          const markup = await visitor.page.evaluate(() => Reflect.get(window, 'markup') as string);
          assert.match(markup, /^<captivate-chat [^>]*connect="manual" user-id="42"/);
        },
        withReact(root, isFirst),
      );
    }
  }

  play(
    'of Vue can hand over reactive data in a tab that does not lead',
    async ({visit, hub}) => {
      const leader = await visit();
      await leader.openChat();
      await leader.shows(demoGreeting);
      const follower = await visit();
      await follower.openChat();
      await follower.shows(demoGreeting);
      await follower.page.evaluate(() =>
        document
          .querySelector('captivate-chat')!
          .setMetadata(
            (Reflect.get(window, 'state') as {metadata: Record<string, never>}).metadata,
          ),
      );
      await until('the metadata', () =>
        hub.received.some(({eventType}) => eventType === 'metadata'),
      );
      const frame = hub.received.find(({eventType}) => eventType === 'metadata');
      assert.deepEqual(frame!.payload['metadata'], {cart: [1, {deep: ['x']}]});
      assert.equal(hub.connections, 1);
    },
    withVue(false, ''),
  );
});

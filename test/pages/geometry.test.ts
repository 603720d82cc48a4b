import assert from 'node:assert/strict';
import {it} from 'node:test';
import {misplaced} from '../support/geometry.js';
import {inEachBrowser} from '../support/page.js';
import {DESKTOP, LYING, PHONE, SCENES, showScene, standsStill} from '../support/scenes.js';

const SIZES = {
  'a desktop': DESKTOP,
  'a phone': PHONE,
  'a phone on its side': LYING,
  'a small phone': {width: 320, height: 568},
  'a window at 400 %': {width: 320, height: 256},
};

/** What differs between these and the others is how high they are, and that has no direction. */
const SIZES_IN_THE_OTHER_DIRECTION = ['a desktop', 'a phone', 'a window at 400 %'];

inEachBrowser('In no window anything overlaps, is cut off or cannot be reached', (play) => {
  for (const [name, scene] of Object.entries(SCENES)) {
    // Colours change no place, and all sizes are tried here.
    if (/-dark$|phone/.test(name)) continue;
    // Engines differ little in this, and it takes its time.
    if (play.engine === 'firefox' && !['conversation', 'kinds', 'menu'].includes(name)) continue;
    it(`: ${name}`, async () => {
      const {visitor, close} = await showScene(play.browser(), play.engine, scene);
      try {
        const wrong: string[] = [];
        const directions = name.includes('arabic') ? ['rtl'] : ['ltr', 'rtl'];
        for (const [index, direction] of directions.entries()) {
          await visitor.page.evaluate((dir) => (document.documentElement.dir = dir), direction);
          for (const [size, viewport] of Object.entries(SIZES)) {
            if (index > 0 && !SIZES_IN_THE_OTHER_DIRECTION.includes(size)) continue;
            await visitor.page.setViewport(viewport);
            await standsStill(visitor);
            const found = await misplaced(visitor.page);
            wrong.push(...found.map((each) => `In ${size}, ${direction}: ${each}`));
          }
        }
        assert.deepEqual(wrong, []);
      } finally {
        await close();
      }
    });
  }
});

import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {
  isDue,
  longestFirst,
  longestPages,
  placedFiles,
  runsInEveryEngine,
  suiteOf,
} from './support/placement.js';
import {ROOT} from './support/test-files.js';

describe('where a test runs', () => {
  it('is said of files that exist, each once', () => {
    assert.deepEqual(
      [...placedFiles, ...longestPages].filter((file) => !existsSync(join(ROOT, file))),
      [],
    );
    assert.equal(new Set(placedFiles).size, placedFiles.length);
  });

  it('depends on its folder', () => {
    assert.equal(suiteOf('src/client.test.ts'), 'browser');
    assert.equal(suiteOf('components/content/text.test.ts'), 'browser');
    assert.equal(suiteOf('test/browser/modes.test.ts'), 'browser');
    assert.equal(suiteOf('test/pages/tabs.test.ts'), 'pages');
    assert.equal(suiteOf('test/soak/soak.test.ts'), 'soak');
    assert.equal(suiteOf('test/structure.test.ts'), 'node');
    assert.equal(suiteOf('demo/hub/server.test.ts'), 'node');
  });

  it('is every engine for what depends on it, and one for all else', () => {
    assert.equal(runsInEveryEngine('components/transcript/scroll.test.ts', false), true);
    assert.equal(runsInEveryEngine('test/pages/tabs.test.ts', false), true);
    assert.equal(runsInEveryEngine('src/protocol/decode.test.ts', false), false);
    assert.equal(runsInEveryEngine('test/browser/theme.test.ts', false), false);
  });

  it('is early for pages that take long, so that none of them is left at the end', () => {
    const [first, second] = longestPages as [string, string];
    assert.deepEqual(longestFirst(['test/pages/a.test.ts', second, first]), [
      first,
      second,
      'test/pages/a.test.ts',
    ]);
  });

  it('is a long run for what takes too long, and there every engine', () => {
    assert.equal(isDue('test/soak/soak.long.test.ts', false), false);
    assert.equal(isDue('test/soak/soak.long.test.ts', true), true);
    assert.equal(isDue('test/browser/attacks.test.ts', false), true);
    assert.equal(isDue('test/browser/attacks.test.ts', true), true);
    assert.equal(runsInEveryEngine('test/browser/attacks.test.ts', true), true);
    assert.equal(isDue('src/protocol/decode.test.ts', true), false);
  });
});

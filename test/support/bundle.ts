/** Libraries that pages use, for sites of tests. */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {build} from 'vite';

const require = createRequire(import.meta.url);

/** A file of a package, as it is. */
export function packageFile(path: string): string {
  return readFileSync(require.resolve(path), 'utf8');
}

/** A module with all that it imports, as one script for a page. */
export async function bundle(source: string): Promise<string> {
  const id = '\0entry';
  const result = await build({
    configFile: false,
    logLevel: 'error',
    define: {'process.env.NODE_ENV': '"production"'},
    plugins: [
      {
        name: 'entry',
        resolveId: (wanted) => (wanted === 'entry' ? id : undefined),
        load: (wanted) => (wanted === id ? source : undefined),
      },
    ],
    build: {
      write: false,
      rolldownOptions: {input: 'entry', output: {format: 'iife'}},
    },
  });
  const outputs = [result].flat().flatMap((each) => ('output' in each ? each.output : []));
  return outputs.map((file) => ('code' in file ? file.code : '')).join('\n');
}

import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { startProcess } from '../src/index.ts';

describe('the leak check', () => {
  it('fails a run that leaves a server behind, and names its kind', async () => {
    await using run = startProcess({
      file: fileURLToPath(import.meta.resolve('mocha/bin/mocha.js')),
      args: [
        '--no-config',
        '--exit',
        `--require=${fileURLToPath(new URL('../src/leak-check.ts', import.meta.url))}`,
        fileURLToPath(new URL('leaving.ts', import.meta.url)),
      ],
    });
    expect((await run.exited).code).to.equal(1);
    expect(run.lines.join('\n')).to.include('the tests to end what they started: TCPServerWrap');
  });
});

import { fileURLToPath } from 'node:url';

import { createTempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { isInstalled, runStep } from '../src/run-step.ts';
import { type Stack, startStack } from './stack.ts';

const SCHEMATHESIS = '4.32.5';
const CONFIGURATION = fileURLToPath(new URL('../schemathesis.toml', import.meta.url));

/** Cases for each call and phase; EXAMPLES asks for more or fewer. */
const EXAMPLES = process.env['EXAMPLES'] ?? '50';

describe('schemathesis', function () {
  this.timeout(60 * 60_000);

  it('finds nothing that is not listed as known', async function () {
    if (!isInstalled('python3')) this.skip();
    using scratch = createTempDir();
    await using stack = await startStack();
    const python = scratch.file('venv/bin/python');
    await makeResends(stack);
    const run = (...command: string[]): Promise<string> => runStep({ command }, scratch.path);
    await run('python3', '-m', 'venv', 'venv');
    await run(python, '-m', 'pip', 'install', '--quiet', `schemathesis==${SCHEMATHESIS}`);
    const reported = await run(
      ...[scratch.file('venv/bin/schemathesis'), '--config-file', CONFIGURATION, 'run'],
      ...[`${stack.baseUrl}/openapi.json`, '--max-examples', EXAMPLES],
      ...['--header', `Authorization: Bearer ${stack.env['TOKEN']}`],
    );
    console.log(reported.slice(reported.indexOf('= SUMMARY')));
  });
});

/** The two that the configuration names: 1 is settled, 2 has a receiver that never answers. */
async function makeResends({ system: { api }, env }: Stack): Promise<void> {
  const request = (id: string | undefined): object => ({
    resend_type: 'CASHIN',
    object_reference_id: Number(id),
  });
  const settled = await api.accept(request(env['OBJECT_ID']));
  await api.settled(settled);
  const lasting = await api.accept(request(env['LASTING_ID']));
  expect([settled, lasting]).to.deep.equal([1, 2]);
}

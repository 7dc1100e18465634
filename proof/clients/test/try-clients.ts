import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { createTempDir, type OpenApiDocument, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { DRIVEN_ERRORS, DRIVEN_WAYS } from '../src/driven-calls.ts';
import { GENERATED_CLIENTS } from '../src/generated-clients.ts';
import { isInstalled, runStep } from '../src/run-step.ts';
import { type Stack, startStack } from './stack.ts';

const DRIVERS = fileURLToPath(new URL('../drivers', import.meta.url));

describe('a client that is generated from the document', function () {
  // It downloads generators and compiles what they make.
  this.timeout(20 * 60_000);
  const started = new AsyncDisposableStack();
  let stack: Stack;
  let scratch: TempDir;
  let operations: string[];

  before(async () => {
    scratch = started.use(createTempDir());
    stack = started.use(await startStack());
    const answer = await fetch(`${stack.baseUrl}/openapi.json`);
    const text = await answer.text();
    writeFileSync(scratch.file('openapi.json'), text);
    const { paths } = JSON.parse(text) as OpenApiDocument;
    operations = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
  });

  after(() => started.disposeAsync());

  for (const [place, { name, needs, make, drive }] of GENERATED_CLIENTS.entries()) {
    it(`makes every call: ${name}`, async function () {
      const missing = needs.filter((program) => !isInstalled(program));
      if (missing.length > 0) {
        console.log(`      ${name}: no ${missing.join(', ')} on this machine`);
        this.skip();
      }
      const directory = scratch.file(`client-${place}`);
      mkdirSync(directory);
      const where = {
        scratch: directory,
        document: scratch.file('openapi.json'),
        drivers: DRIVERS,
      };
      for (const step of make(where)) await runStep(step, directory);
      const output = await runStep(drive(where), directory, stack.env);
      const done = new Set([...output.matchAll(/^ok (\w+)$/gm)].map(([, what]) => what));
      expect([...done]).to.have.members([...operations, ...DRIVEN_ERRORS, ...DRIVEN_WAYS]);
    });
  }
});

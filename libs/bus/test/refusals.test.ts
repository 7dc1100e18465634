import { startNatsServer, waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { job, testBus, type TestBus } from './setup.ts';

const REPEAT_MS = 300;

/** What a user may not do, and how it is called. */
const refusals: readonly (readonly [what: string, permissions: string, reason: string])[] = [
  [
    'to look at the stream',
    'publish: { deny: "$JS.API.STREAM.INFO.>" }',
    'publish of $JS.API.STREAM.INFO.RESENDS',
  ],
  [
    'to make the stream',
    'publish: { deny: "$JS.API.STREAM.CREATE.>" }',
    'publish of $JS.API.STREAM.CREATE.RESENDS',
  ],
  ['to hear answers', 'subscribe: { deny: "_INBOX.>" }', 'subscription of _INBOX.>'],
  [
    'to pull jobs',
    'publish: { deny: "$JS.API.CONSUMER.MSG.NEXT.>" }',
    'publish of $JS.API.CONSUMER.MSG.NEXT.RESENDS.dispatcher-bulk',
  ],
  ['to acknowledge jobs', 'publish: { deny: "$JS.ACK.>" }', 'publish of $JS.ACK.>'],
];

describe('a broker that refuses', function () {
  this.timeout(30_000);

  it('credentials is named with that, once in a while as long as it does', async () => {
    await using server = await startNatsServer({
      config: 'authorization { users: [{ user: app, password: right }] }\n',
    });
    await using bus = testBus(`nats://app:wrong@127.0.0.1:${server.port}`, { repeatMs: REPEAT_MS });
    await saysAgain(bus, 'the server refuses the user or password of NATS_URL');
    expect(bus.logLines.join('')).to.not.include('wrong');
  });

  for (const [what, permissions, reason] of refusals) {
    it(`${what} is named with that, once in a while as long as it does`, async () => {
      const user = `{ user: app, password: right, permissions: { ${permissions} } }`;
      await using server = await startNatsServer({
        config: `authorization { users: [${user}] }\n`,
      });
      const url = `nats://app:right@127.0.0.1:${server.port}`;
      await using bus = testBus(url, { repeatMs: REPEAT_MS });
      const source = bus.createSource({ mode: 'bulk', maxInFlight: 1 });
      await source.start(async () => undefined);
      let jobs = 0;
      const publishing = setInterval(() => {
        jobs += 1;
        bus.publisher.publish(job(jobs)).catch(() => undefined);
      }, 50);
      await saysAgain(bus, `the user of NATS_URL has no permission for ${reason}`).finally(() => {
        clearInterval(publishing);
      });
    });
  }

  it('storage is named with that, once in a while as long as it does', async () => {
    await using server = await startNatsServer({ maxStoreBytes: 1 << 20 });
    await using bus = testBus(server.url, { repeatMs: REPEAT_MS });
    await saysAgain(bus, /storage/);
  });
});

/** The reason is a warning three times, and what else there is does not come more often. */
async function saysAgain(bus: TestBus, reason: string | RegExp): Promise<void> {
  const startedAt = performance.now();
  const warnings = (): string[] =>
    bus.logLines
      .map((line) => JSON.parse(line) as { level: string; reason?: string })
      .filter(({ level }) => level === 'warn')
      .map((line) => line.reason ?? '');
  const said = (): string[] =>
    warnings().filter((it) => (typeof reason === 'string' ? it === reason : reason.test(it)));
  await waitFor(() => said().length >= 3, {
    deadlineMs: 15_000,
    what: () => `"${String(reason)}" to be said three times; ${bus.logLines.join('')}`,
  });
  expect(performance.now() - startedAt).to.be.at.least(2 * REPEAT_MS);
  expect(new Set(warnings()), 'reasons').to.have.length(1);
}

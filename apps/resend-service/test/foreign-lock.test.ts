import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { loadSampleRecords, startProcess, type ProcessHandle } from '@webhooks/testing';

import { importRecords, startService, type TestService } from './support/service.ts';

const file = fileURLToPath(new URL('./support/hold-lock.ts', import.meta.url));
const selection = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };
const endpoint = {
  endpoint: { id: 'ep_17', account_id: 17, url: 'http://127.0.0.1:9/', type_webhook: 'CASHIN' },
};
/** A machine that is busy with other tests delays a turn by some tenths of a second. */
const TURN_MS = 1_000;

describe('while another process has the write lock', () => {
  let service: TestService;
  let lock: ProcessHandle;

  before(async () => {
    service = await startService();
    await importRecords(service.app.rpcPort, [...loadSampleRecords(), endpoint]);
  });

  after(() => service[Symbol.asyncDispose]());

  beforeEach(async () => {
    lock = startProcess({ file, args: [`${service.env['DATA_DIR']}/webhooks.db`] });
    await lock.line('locked');
  });

  afterEach(() => lock[Symbol.asyncDispose]());

  /** Reads and probes until the end; says how long the slowest took. */
  async function readUntil(end: Promise<unknown>): Promise<number> {
    let isOver = false;
    void end.finally(() => (isOver = true));
    let slowestMs = 0;
    while (!isOver) {
      const startedMs = performance.now();
      await service.resends.unary('ListResends', {});
      const probe = await fetch(`http://127.0.0.1:${service.app.adminPort}/readyz`);
      expect(probe.status).to.equal(200);
      slowestMs = Math.max(slowestMs, performance.now() - startedMs);
    }
    return slowestMs;
  }

  it('reads and the probe go on, and every kind of write is refused in time', async function () {
    this.timeout(60_000);
    const { resends, catalog, app } = service;
    const change = { id: 'ep_17', url: 'http://127.0.0.1:10/' };
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const startedMs = performance.now();
    const writes = Promise.all([
      ...Array.from({ length: 5 }, () => refusal(resends.unary('CreateResend', { selection }))),
      refusal(catalog.unary('UpdateEndpoint', change)),
      refusal(importRecords(app.rpcPort, [endpoint])),
    ]);
    const slowestMs = await readUntil(writes);
    const tookMs = performance.now() - startedMs;
    delay.disable();

    expect(await writes).to.deep.equal(Array.from({ length: 7 }, () => 'UNAVAILABLE'));
    expect(tookMs, 'until all writes were refused').to.be.within(4_500, 9_000);
    expect(delay.max / 1e6, 'longest turn of the event loop in ms').to.be.below(TURN_MS);
    expect(slowestMs, 'slowest read in ms').to.be.below(2 * TURN_MS);
    await lock.kill();
    expect((await resends.unary('ListResends', {}))['resends'] ?? []).to.deep.equal([]);
  });

  it('a write waits, and succeeds when the lock is given back', async function () {
    this.timeout(30_000);
    const { resends } = service;
    const created = resends.unary('CreateResend', { selection });
    for (let read = 0; read < 20; read += 1) await resends.unary('ListResends', {});
    await lock.kill();
    expect((await created)['resend'].status).to.equal('RESEND_STATUS_PENDING');
  });
});

/** The status that a call was refused with. */
async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'OK';
  } catch (error) {
    return /unavailable/i.exec(String(error))?.[0].toUpperCase() ?? String(error);
  }
}

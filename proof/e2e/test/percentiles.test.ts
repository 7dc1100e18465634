import { expect } from 'chai';

import type { HttpReceiver } from '@webhooks/testing';
import { RESEND_PATH, type System } from '@webhooks/proof-kit';

import { useBulkSystem } from './support/bulk-system.ts';
import type { BulkAccount } from './support/records.ts';

const SLOW_MS = 2_500;
const EVENTS = 12;

describe('The percentiles of an endpoint', function () {
  this.timeout(60_000);
  let system: System;
  let receiver: HttpReceiver;
  let account: BulkAccount;

  useBulkSystem(
    { id: 50, events: EVENTS, objects: EVENTS },
    (started) => ({ system, receiver, account } = started),
  );

  async function get<T>(path: string): Promise<T> {
    const { status, text } = await system.api.request(path);
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return JSON.parse(text) as T;
  }

  it('are within 10 % of how long its attempts took', async () => {
    receiver.handle((_request, response) => void setTimeout(() => response.end(), SLOW_MS));
    const id = await system.api.accept(account.request);
    await system.api.settled(id, 30_000);

    const tookMs = await Promise.all(
      Array.from({ length: EVENTS }, async (_, index) => {
        const path = `${RESEND_PATH}/${id}/deliveries/${index + 1}/attempts`;
        const { results } = await get<{ results: { duration_ms: number }[] }>(path);
        return results[0]?.duration_ms ?? 0;
      }),
    );
    const sorted = tookMs.toSorted((one, other) => one - other);
    const p50Ms = sorted[EVENTS / 2 - 1] ?? 0;
    const p95Ms = sorted.at(-1) ?? 0;
    expect(p50Ms).to.be.at.least(SLOW_MS - 1);

    const { results } = await get<{ results: { last_24h: Percentiles }[] }>(
      '/v3/webhooks/endpoints',
    );
    for (const shown of results.map((endpoint) => endpoint.last_24h)) {
      expect(shown.p50_ms).to.be.within(0.9 * p50Ms, 1.1 * p50Ms);
      expect(shown.p95_ms).to.be.within(0.9 * p95Ms, 1.1 * p95Ms);
    }
    expect(results).to.have.length(1);
  });
});

interface Percentiles {
  readonly p50_ms: number;
  readonly p95_ms: number;
}

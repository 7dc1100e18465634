import { expect } from 'chai';

import type { Fence } from '@webhooks/domain';
import { actor, nowMs, userId } from '@webhooks/store-conformance/fixtures';

import type { SqliteStores } from './test-stores.ts';

const testAttempt = {
  ...{ startedAtMs: nowMs, durationMs: 1, httpStatus: 200 },
  ...{ errorClass: null, errorMessage: null, responseSnippet: null },
};

/** Asks for test events, settles them in each way, and removes them. */
export async function useTestEvents(stores: SqliteStores, fence: Fence): Promise<void> {
  const asked = await stores.testEvents.request('ep_in', userId, nowMs, actor);
  const id = asked?.id ?? 0;
  const skipped = { state: 'SKIPPED', reason: 'expired' } as const;
  for (const verdict of ['verified', 'not_demanded'] as const) {
    const tested = await stores.testEvents.request('ep_in', userId, nowMs, actor);
    const mtls = { verdict, url: 'https://merchant.example/hook', identity: 'one' };
    const result = { state: 'DELIVERED', attempt: testAttempt, mtls, provenUrl: null } as const;
    await stores.dispatch.settleTestEvent(fence, tested?.id ?? 0, result, nowMs);
  }
  expect(await stores.dispatch.waitingTestEvents(nowMs, 2)).to.have.length(1);
  await stores.dispatch.settleTestEvent(fence, id, skipped, nowMs);
  expect(await stores.testEvents.get('ep_in', id, userId)).to.include(skipped);
  const move = { url: 'https://merchant.example/moved', needsProof: true };
  await stores.catalog.updateOwnEndpoint('ep_in', userId, move, nowMs, actor);
  const [due] = await stores.dispatch.waitingTestEvents(nowMs, 2);
  const proof = { state: 'DELIVERED', attempt: testAttempt, mtls: null } as const;
  const result = { ...proof, provenUrl: move.url };
  await stores.dispatch.settleTestEvent(fence, due?.id ?? 0, result, nowMs);
  await stores.catalog.updateEndpoint('ep_in', { url: move.url }, nowMs, actor);
  await stores.catalog.verificationDefault();
  await stores.retention.pruneTestEvents(nowMs + 1, 2);
}

import { expect } from 'chai';

import {
  proofScheduleMs,
  type Fence,
  type TestAttempt,
  type WaitingTestEvent,
} from '@webhooks/domain';

import { begin } from './dispatching.ts';
import {
  accept,
  account,
  accountRecord,
  actor,
  endpoint,
  endpointRecord,
  eventRecord,
} from './fixtures.ts';
import { lead, originalRetryForMs, selection } from './fixtures.ts';
import { nowMs, otherAccount, seed, userId } from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const { url } = endpoint();
const moved = 'https://merchant.example/moved';
const attempt: TestAttempt = {
  ...{ startedAtMs: nowMs, durationMs: 12, httpStatus: 200 },
  ...{ errorClass: null, errorMessage: null, responseSnippet: null },
};

/** What holds for URLs that have to prove themselves. */
export function proofSuite(open: OpenStores): void {
  describe('proofs of URLs', () => {
    it('are asked for where a user moves an endpoint, by a test event at once', async () => {
      await using stores = await opened();
      expect(await stateOf(stores)).to.deep.equal(['proven', undefined]);
      await move(stores, moved);
      expect(await stateOf(stores)).to.deep.equal(['pending', true]);
      const [due, ...others] = await waiting(stores);
      expect(due).to.include({ endpointId: 'ep_in', createdAtMs: nowMs });
      expect(others).to.deep.equal([]);
      const fence = await lead(stores);
      await settle(stores, fence, due, moved);
      expect(await stateOf(stores)).to.deep.equal(['proven', undefined]);
      expect(await waiting(stores, proofScheduleMs.at(-1))).to.deep.equal([]);
    });

    it('are asked for where a user makes an endpoint, if that is wanted', async () => {
      await using stores = await opened();
      const { branchIdentifier, number } = account;
      const asked = {
        ...{ account: { branchIdentifier, number }, url: moved, typeWebhook: 'CASHIN' },
        ...{ authorizationToken: null, xFunctionsKey: null },
      };
      for (const needsProof of [true, false]) {
        const origin = { userId, idempotencyKey: null };
        const made = await stores.catalog.createOwnEndpoint(
          { ...asked, needsProof },
          origin,
          nowMs,
          actor,
        );
        const id = made.kind === 'created' ? made.id : '';
        const shown = await stores.endpoints.get(id, userId, nowMs);
        expect(shown?.verification).to.equal(needsProof ? 'pending' : 'proven');
      }
    });

    it('are waited for by what a preview counts and by resends, and by nothing afterwards', async () => {
      await using stores = await opened();
      await seed(stores, [eventRecord()]);
      const place = { userId, accountId: account.id, deliverTo: null };
      const asked = { ...place, selection: selection(), originalRetryForMs };
      const waits = async (): Promise<unknown> => {
        const result = await stores.previews.preview(asked, 60_000, nowMs);
        return result.kind === 'previewed' && [result.preview.waiting, result.preview.waitingAt];
      };
      await move(stores, moved);
      const wait = { waitingFor: 'verification', nextTestAtMs: null };
      expect(await waits()).to.deep.equal([1, [{ endpointId: 'ep_in', deliveries: 1, ...wait }]]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      await begin(stores, fence, id);
      const progress = async (): Promise<unknown> =>
        (await stores.resends.progress([id], 60_000, nowMs))[0]?.endpoints[0]?.waitingFor;
      expect(await progress()).to.equal('verification');
      await settle(stores, fence, (await waiting(stores))[0], moved);
      expect(await waits()).to.deep.equal([0, []]);
      expect(await progress()).to.equal('turn');
    });

    it('hold for one URL alone', async () => {
      await using stores = await opened();
      await move(stores, moved);
      const [first] = await waiting(stores);
      await move(stores, `${moved}/again`);
      const fence = await lead(stores);
      await settle(stores, fence, first, moved);
      expect(await stateOf(stores)).to.deep.equal(['pending', true]);
      const due = await waiting(stores);
      expect(due.map(({ id }) => id)).to.not.include(first?.id);
      await settle(stores, fence, due[0], `${moved}/again`);
      expect(await stateOf(stores)).to.deep.equal(['proven', undefined]);
      await move(stores, moved);
      expect(await stateOf(stores)).to.deep.equal(['pending', true]);
    });

    it('are tried again on a schedule that ends, and by who asks for a test event', async () => {
      await using stores = await opened();
      await move(stores, moved);
      const fence = await lead(stores);
      let atMs = nowMs;
      for (const pauseMs of proofScheduleMs) {
        atMs += pauseMs;
        expect(await stores.dispatch.waitingTestEvents(atMs - 1, 9)).to.deep.equal([]);
        const due = await stores.dispatch.waitingTestEvents(atMs, 9);
        expect(due).to.have.length(1);
        await settle(stores, fence, due[0], null, atMs);
      }
      expect(await stores.dispatch.waitingTestEvents(atMs * 2, 9)).to.deep.equal([]);
      const asked = await stores.testEvents.request('ep_in', userId, atMs, actor);
      await settle(stores, fence, asked ?? undefined, moved, atMs);
      expect(await stateOf(stores)).to.deep.equal(['proven', undefined]);
    });

    it('are not needed for what a service says, nor where nothing moves', async () => {
      await using stores = await opened();
      await move(stores, url);
      expect(await stateOf(stores)).to.deep.equal(['proven', undefined]);
      await move(stores, moved);
      await seed(stores, [endpointRecord({ url: moved })]);
      expect(await stateOf(stores)).to.deep.equal(['proven', undefined]);
      await move(stores, `${moved}/again`);
      await stores.catalog.updateEndpoint('ep_in', { maxInFlight: 3 }, nowMs, actor);
      expect(await stateOf(stores)).to.deep.equal(['pending', true]);
      await stores.catalog.updateEndpoint('ep_in', { url: `${moved}/again` }, nowMs, actor);
      expect(await stateOf(stores)).to.deep.equal(['proven', undefined]);
      await move(stores, moved);
      await move(stores, url, false);
      expect(await stateOf(stores)).to.deep.equal(['proven', undefined]);
    });

    it('send no more than test events may be sent, however often an endpoint moves', async () => {
      await using stores = await opened();
      const fence = await lead(stores);
      for (let times = 0; times < 30; times += 1) {
        await move(stores, `${moved}/${times}`);
        for (const due of await stores.dispatch.waitingTestEvents(nowMs, 99)) {
          await settle(stores, fence, due, null);
        }
      }
      const { settled } = await countTests(stores);
      expect(settled).to.be.at.most(10);
      expect(await stateOf(stores)).to.deep.equal(['pending', true]);
    });

    it('are the default of databases that are new', async () => {
      await using stores = await opened();
      expect(await stores.catalog.verificationDefault()).to.equal('moved');
    });
  });

  async function opened(): Promise<Stores> {
    const stores = await open();
    await seed(stores, [
      accountRecord(),
      { kind: 'account', account: otherAccount },
      endpointRecord(),
    ]);
    return stores;
  }
}

async function move(stores: Stores, to: string, needsProof = true): Promise<void> {
  await stores.catalog.updateOwnEndpoint('ep_in', userId, { url: to, needsProof }, nowMs, actor);
}

/** As users see it, and as deliveries do. */
async function stateOf({ endpoints, dispatch }: Stores): Promise<unknown[]> {
  const shown = await endpoints.get('ep_in', userId, nowMs);
  return [shown?.verification, (await dispatch.loadEndpoint('ep_in'))?.isUnproven];
}

function waiting(stores: Stores, afterMs = 0): Promise<readonly WaitingTestEvent[]> {
  return stores.dispatch.waitingTestEvents(nowMs + afterMs, 9);
}

async function countTests(stores: Stores): Promise<{ readonly settled: number }> {
  let settled = 0;
  for (let id = 1; id <= 100; id += 1) {
    const event = await stores.testEvents.get('ep_in', id, userId);
    if (event !== null && event.state !== 'PENDING') settled += 1;
  }
  return { settled };
}

async function settle(
  stores: Stores,
  fence: Fence,
  event: { readonly id: number } | undefined,
  provenUrl: string | null,
  atMs = nowMs,
): Promise<void> {
  const result = { state: 'DELIVERED', attempt, mtls: null, provenUrl } as const;
  await stores.dispatch.settleTestEvent(fence, event?.id ?? 0, result, atMs);
}

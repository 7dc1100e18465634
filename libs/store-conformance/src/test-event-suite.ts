import { expect } from 'chai';

import {
  testEventLimits,
  type CatalogRecord,
  type Fence,
  type MtlsVerdict,
  type TestAttempt,
  type TestEvent,
} from '@webhooks/domain';

import { account, accountRecord, actor, endpoint, endpointRecord, lead } from './fixtures.ts';
import { nowMs, otherAccount, seed, userId } from './fixtures.ts';
import { realCertificate as chain } from './identity-suite.ts';
import type { OpenStores, Stores } from './stores.ts';

const attempt: TestAttempt = {
  startedAtMs: nowMs + 5,
  durationMs: 12,
  httpStatus: 500,
  errorClass: 'http_status',
  errorMessage: 'The receiver answered 500',
  responseSnippet: Buffer.from('broken'),
};

/** What holds for test events of endpoints. */
export function testEventSuite(open: OpenStores): void {
  describe('test events', () => {
    it('wait for the dispatcher, which records what came of them', async () => {
      await using stores = await opened();
      const asked = await ask(stores);
      expect(asked).to.include({ endpointId: 'ep_in', state: 'PENDING', reason: null });
      expect(asked).to.include({ createdAtMs: nowMs, settledAtMs: null, attempt: null });
      expect(await stores.dispatch.waitingTestEvents(nowMs + 60_000, 9)).to.deep.equal([
        { id: asked.id, endpointId: 'ep_in', createdAtMs: nowMs },
      ]);
      const fence = await lead(stores);
      await fail(stores, fence, asked.id);
      expect(await stores.dispatch.waitingTestEvents(nowMs + 60_000, 9)).to.deep.equal([]);
      const settled = await stores.testEvents.get('ep_in', asked.id, userId);
      expect(settled).to.include({ state: 'FAILED', reason: null, settledAtMs: nowMs + 17 });
      expect(settled?.attempt).to.deep.include({ httpStatus: 500, durationMs: 12 });
      expect(Buffer.from(settled?.attempt?.responseSnippet ?? []).toString()).to.equal('broken');
    });

    it('stay as they were settled first', async () => {
      await using stores = await opened();
      const { id } = await ask(stores);
      const fence = await lead(stores);
      const skipped = { state: 'SKIPPED', reason: 'endpoint_disabled' } as const;
      await stores.dispatch.settleTestEvent(fence, id, skipped, nowMs + 1);
      await fail(stores, fence, id);
      const settled = await stores.testEvents.get('ep_in', id, userId);
      expect(settled).to.include({ ...skipped, settledAtMs: nowMs + 1, attempt: null });
    });

    it('are settled by nobody who no longer leads', async () => {
      await using stores = await opened();
      const { id } = await ask(stores);
      const { holder, number } = await lead(stores);
      const late = await fail(stores, { holder, number: number - 1 }, id).catch(
        (error: Error) => error.name,
      );
      expect(late).to.equal('FencedOffError');
      expect(await stores.testEvents.get('ep_in', id, userId)).to.include({ state: 'PENDING' });
    });

    it('are none of others: neither theirs to ask for nor to see', async () => {
      await using stores = await opened();
      const { id } = await ask(stores);
      const stranger = otherAccount.userIds[0] ?? 0;
      expect(await request(stores, 'ep_in', stranger)).to.equal(null);
      expect(await request(stores, 'ep_unknown')).to.equal(null);
      expect(await stores.testEvents.get('ep_in', id, stranger)).to.equal(null);
      expect(await stores.testEvents.get('ep_other', id, userId)).to.equal(null);
      await stores.catalog.removeOwnEndpoint('ep_in', userId, nowMs, actor);
      expect(await request(stores, 'ep_in')).to.equal(null);
      expect(await stores.testEvents.get('ep_in', id, userId)).to.equal(null);
    });

    it('are audited, and asked for by nobody who waits no longer', async () => {
      await using stores = await opened();
      const late = await stores.testEvents
        .request('ep_in', userId, nowMs, actor, () => false)
        .catch((error: { readonly code?: unknown }) => error.code);
      expect(late).to.equal('service_unavailable');
      await ask(stores);
      const { records } = await stores.audit.list({ filter: null, beforeId: null, limit: 9 });
      const tests = records.filter(({ action }) => action === 'ENDPOINT_TESTED');
      expect(tests).to.have.length(1);
      expect(tests[0]).to.include({ userId, accountId: account.id, endpointId: 'ep_in' });
    });

    it('are bounded for each endpoint and for each user, within any minute', async () => {
      await using stores = await opened();
      const { perEndpoint, perUser } = testEventLimits;
      for (let index = 0; index < perEndpoint; index += 1) await ask(stores, 'ep_in', index);
      expect(await refusal(stores, 'ep_in', 59_999)).to.deep.equal([
        'An endpoint gets at most 10 test events a minute',
        1,
      ]);
      for (let index = perEndpoint; index < perUser; index += 1) {
        await ask(stores, 'ep_second', index);
      }
      expect(await refusal(stores, 'ep_third', 59_000)).to.deep.equal([
        'A user sends at most 20 test events a minute',
        1_000,
      ]);
      expect(await stores.dispatch.waitingTestEvents(nowMs + 60_000, 99)).to.have.length(perUser);
      await ask(stores, 'ep_in', 60_000);
    });

    it('tell whether the endpoint demands a certificate, at its URL and of its identity', async () => {
      await using stores = await opened();
      await seed(stores, [identityRecord('one'), endpointRecord({ clientIdentity: 'one' })]);
      const fence = await lead(stores);
      const verifiedAt = async () =>
        (await stores.endpoints.get('ep_in', userId, nowMs))?.mtls?.verifiedAtMs;
      const finding = async (verdict: MtlsVerdict, url: string, atMs: number) => {
        const { id } = await ask(stores);
        const mtls = { verdict, url, identity: 'one' };
        const result = { state: 'DELIVERED', attempt, mtls, provenUrl: null } as const;
        await stores.dispatch.settleTestEvent(fence, id, result, atMs);
        expect(await stores.testEvents.get('ep_in', id, userId)).to.include({ mtls: verdict });
      };
      const { url } = endpoint();
      expect(await verifiedAt()).to.equal(null);
      await finding('verified', `${url}/elsewhere`, nowMs + 1);
      expect(await verifiedAt()).to.equal(null);
      await finding('verified', url, nowMs + 2);
      await finding('undecided', url, nowMs + 3);
      expect(await verifiedAt()).to.equal(nowMs + 2);
      await seed(stores, [identityRecord('two'), endpointRecord({ clientIdentity: 'two' })]);
      expect(await verifiedAt()).to.equal(null);
      await seed(stores, [endpointRecord({ clientIdentity: 'one' })]);
      expect(await verifiedAt()).to.equal(nowMs + 2);
      await finding('not_demanded', url, nowMs + 4);
      expect(await verifiedAt()).to.equal(null);
    });

    it('are removed when they are old, settled or not', async () => {
      await using stores = await opened();
      const old = await ask(stores);
      const newer = await ask(stores, 'ep_in', 5);
      expect(await stores.retention.pruneTestEvents(nowMs + 5, 9)).to.equal(false);
      expect(await stores.testEvents.get('ep_in', old.id, userId)).to.equal(null);
      expect(await stores.testEvents.get('ep_in', newer.id, userId)).to.include({ id: newer.id });
      expect(await stores.retention.pruneTestEvents(nowMs + 6, 1)).to.equal(true);
    });
  });

  async function opened(): Promise<Stores> {
    const stores = await open();
    const others = ['ep_second', 'ep_third'].map((id) => endpointRecord({ id }));
    await seed(stores, [
      accountRecord(),
      { kind: 'account', account: otherAccount },
      endpointRecord(),
      ...others,
      endpointRecord({ id: 'ep_other', accountId: otherAccount.id }),
    ]);
    return stores;
  }
}

function identityRecord(name: string): CatalogRecord {
  const identity = { name, accountId: null, isDefault: false, chain, privateKey: 'key' };
  return { kind: 'client_identity', identity };
}

function request(stores: Stores, endpointId: string, asking = userId, afterMs = 0) {
  return stores.testEvents.request(endpointId, asking, nowMs + afterMs, actor);
}

async function ask(stores: Stores, endpointId = 'ep_in', afterMs = 0): Promise<TestEvent> {
  const asked = await request(stores, endpointId, userId, afterMs);
  if (asked === null) throw new Error('there is no such endpoint');
  return asked;
}

function fail(stores: Stores, fence: Fence, id: number): Promise<void> {
  const result = { state: 'FAILED', attempt, mtls: null, provenUrl: null } as const;
  return stores.dispatch.settleTestEvent(fence, id, result, nowMs + 17);
}

async function refusal(stores: Stores, endpointId: string, afterMs: number): Promise<unknown> {
  return request(stores, endpointId, userId, afterMs).catch(
    ({ message, retryAfterMs }: { readonly message: string; readonly retryAfterMs: number }) => [
      message,
      retryAfterMs,
    ],
  );
}

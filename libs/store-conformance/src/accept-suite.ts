import { expect } from 'chai';
import { noOptions } from '@webhooks/domain';

import {
  accept,
  accountRecord,
  colleagueId,
  current,
  endpointRecord,
  eventRecords,
  nowMs,
  otherAccount,
  request,
  seed,
  selection,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** What holds for the acceptance of resends. */
export function acceptSuite(open: OpenStores): void {
  describe('acceptance', () => {
    const idempotency = { key: 'k', fingerprint: 'f' };

    async function frozenEndpoints(stores: Stores, id: number): Promise<readonly string[]> {
      return (await stores.dispatch.loadResend(id))?.endpointIds ?? [];
    }

    it('answers the resend, and the same one is read later', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const asked = selection({ eventTypes: ['A', 'B'], deliveryState: 'FAILED' });
      const resend = await accept(stores, { selection: asked });
      expect(resend).to.deep.equal({
        id: 1,
        userId,
        accountId: 17,
        selection: asked,
        options: noOptions,
        listed: null,
        status: 'PENDING',
        control: 'RUNNING',
        detail: null,
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
        finishedAtMs: null,
        retryOfId: null,
        deliveriesPruned: false,
        total: 0,
        delivered: 0,
        receipts: { fresh: 0, knownBefore: 0, notSaid: 0 },
        failed: 0,
        skipped: 0,
        cancelled: 0,
        pending: 0,
        sample: null,
      });
      expect(await current(stores, resend.id)).to.deep.equal(resend);
      expect(await stores.resends.get(resend.id, 300)).to.equal(null);
      expect(await stores.resends.get(99, userId)).to.equal(null);
    });

    it('does not begin what nobody waits for any more, and goes on with the others', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const left = request({ isAwaited: () => false, idempotency });
      const results = await stores.resends.accept([request(), left, request()]);
      expect(results.map(({ kind }) => kind)).to.deep.equal(['accepted', 'refused', 'accepted']);
      expect(results[1]).to.have.nested.property('error.code', 'service_unavailable');
      expect(await stores.resends.unpublishedJobs(10)).to.have.length(2);
      expect((await accept(stores, { idempotency })).id, 'its key is free').to.equal(3);
    });

    it('makes a job of each resend in the same transaction', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const objectMode = selection({ objectReferenceId: 1, account: null, range: null });
      const results = await stores.resends.accept([request(), request({ selection: objectMode })]);
      const jobs = results.map((result) => (result.kind === 'accepted' ? result.job : null));
      expect(jobs.map((job) => job?.mode)).to.deep.equal(['bulk', 'interactive']);
      expect(await stores.resends.unpublishedJobs(10)).to.deep.equal(jobs);
    });

    it('answers the same resend for the same key and fingerprint', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const resend = await accept(stores, { idempotency });
      const again = await stores.resends.accept([request({ idempotency, nowMs: nowMs + 1 })]);
      expect(again).to.deep.equal([{ kind: 'already_accepted', resend }]);
      expect(await stores.resends.unpublishedJobs(10)).to.have.length(1);
    });

    it('knows a key within one group, too', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const other = { ...idempotency, fingerprint: 'g' };
      const results = await stores.resends.accept([
        request({ idempotency }),
        request({ idempotency }),
        request({ idempotency: other }),
        request({ idempotency: other, userId: colleagueId }),
      ]);
      expect(results.map(({ kind }) => kind)).to.deep.equal([
        'accepted',
        'already_accepted',
        'idempotency_key_reused',
        'accepted',
      ]);
    });

    it('forgets a key after a day', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const first = await accept(stores, { idempotency });
      const other = { ...idempotency, fingerprint: 'g' };
      const justBefore = request({ idempotency: other, nowMs: nowMs + dayMs - 1 });
      expect(await stores.resends.accept([justBefore])).to.deep.equal([
        { kind: 'idempotency_key_reused' },
      ]);
      const second = await accept(stores, { idempotency: other, nowMs: nowMs + dayMs });
      expect(second.id).to.be.greaterThan(first.id);
    });

    it('refuses an endpoint that is not of the account, and only that request', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), accountRecord(otherAccount)]);
      await seed(stores, [endpointRecord(), endpointRecord({ id: 'ep_foreign', accountId: 18 })]);
      const foreign = selection({ endpointIds: ['ep_in', 'ep_foreign'] });
      const results = await stores.resends.accept([
        request({ selection: foreign, idempotency }),
        request({ idempotency: { ...idempotency, fingerprint: 'g' } }),
      ]);
      expect(results[0]).to.deep.equal({ kind: 'endpoint_not_found', endpointId: 'ep_foreign' });
      expect(results[1]?.kind).to.equal('accepted');
    });

    it('freezes the enabled endpoints that could match', async () => {
      await using stores = await open();
      await seed(stores, [
        accountRecord(),
        accountRecord(otherAccount),
        endpointRecord({ id: 'ep_all' }),
        endpointRecord({ id: 'ep_off', disabledReason: 'by_owner' }),
        endpointRecord({ id: 'ep_other_side', typeWebhook: 'CASHOUT' }),
        endpointRecord({ id: 'ep_foreign', accountId: 18 }),
        endpointRecord({ id: 'ep_one', typeWebhook: 'PIX_CASHIN_RECEIVED' }),
      ]);
      const resend = await accept(stores);
      await seed(stores, [endpointRecord({ id: 'ep_later' })]);
      expect(await frozenEndpoints(stores, resend.id)).to.deep.equal(['ep_all', 'ep_one']);
    });

    it('freezes disabled endpoints when they are named or when there is no other', async () => {
      await using stores = await open();
      await seed(stores, [
        accountRecord(),
        endpointRecord({ id: 'ep_off', disabledReason: 'by_owner' }),
        endpointRecord({ id: 'ep_out', typeWebhook: 'CASHOUT' }),
      ]);
      expect(await frozenEndpoints(stores, (await accept(stores)).id)).to.deep.equal(['ep_off']);
      await seed(stores, [endpointRecord({ id: 'ep_on' })]);
      const named = selection({ endpointIds: ['ep_off', 'ep_on'] });
      const resend = await accept(stores, { selection: named });
      expect(await frozenEndpoints(stores, resend.id)).to.deep.equal(['ep_off', 'ep_on']);
    });

    it('does not freeze an endpoint that wants none of the event types', async () => {
      await using stores = await open();
      await seed(stores, [
        accountRecord(),
        endpointRecord({ id: 'ep_x', typeWebhook: 'X' }),
        endpointRecord({ id: 'ep_y', typeWebhook: 'Y', disabledReason: 'by_owner' }),
      ]);
      const resend = await accept(stores, { selection: selection({ eventTypes: ['Y'] }) });
      expect(await frozenEndpoints(stores, resend.id)).to.deep.equal(['ep_y']);
    });

    it('does not look at the events that match', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(50)]);
      expect(await accept(stores)).to.include({ total: 0, pending: 0, status: 'PENDING' });
    });
  });
}

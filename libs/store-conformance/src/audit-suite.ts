import { createHash } from 'node:crypto';

import { expect } from 'chai';

import type { AuditFilter, AuditRecord, Actor } from '@webhooks/domain';

import { deliverAll } from './dispatching.ts';
import {
  accept,
  accountRecord,
  colleagueId,
  endpoint,
  endpointRecord,
  eventRecords,
  lead,
  nowMs,
  actor,
  request,
  seed,
  selection,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';
import { untilDone } from './until-done.ts';

/** What holds for the trail of what was done. */
export function auditSuite(open: OpenStores): void {
  describe('audit trail', () => {
    async function records(
      { audit }: Stores,
      filter: AuditFilter | null = null,
    ): Promise<readonly AuditRecord[]> {
      return (await audit.list({ filter, beforeId: null, limit: 100 })).records;
    }

    async function actions(stores: Stores, filter: AuditFilter | null = null): Promise<string[]> {
      return (await records(stores, filter)).map(({ action }) => action).reverse();
    }

    it('tells who asked for a resend, from where and for what', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), ...eventRecords(3)]);
      const asked = selection({ eventTypes: ['A'], deliveryState: 'FAILED' });
      const { id } = await accept(stores, { selection: asked });
      expect(await records(stores)).to.deep.equal([
        {
          id: 1,
          atMs: nowMs,
          action: 'RESEND_CREATED',
          ...actor,
          accountId: 17,
          resendId: id,
          endpointId: null,
          predicate: { selection: asked, asOfSeq: 3 },
          options: null,
          retryOfId: null,
          changes: [],
        },
      ]);
    });

    it('holds every control action and every retry, once', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(1)]);
      const { id } = await accept(stores);
      const by: Actor = { ...actor, userId: null, service: 'billing', requestId: 'r-2' };
      for (const action of ['PAUSE', 'PAUSE', 'RESUME', 'RESUME', 'CANCEL', 'CANCEL'] as const) {
        await stores.resends.control({ id, userId, action, actor: by, nowMs: nowMs + 1 });
      }
      const done = await accept(stores);
      await deliverAll(stores, await lead(stores), done.id);
      await accept(stores, { retryOfId: done.id });
      expect(await actions(stores, { by: 'resend', id })).to.deep.equal([
        'RESEND_CREATED',
        'RESEND_PAUSED',
        'RESEND_RESUMED',
        'RESEND_CANCELLED',
      ]);
      const [cancelled] = await records(stores, { by: 'resend', id });
      expect(cancelled).to.deep.include({ ...by, atMs: nowMs + 1, accountId: 17 });
      const [retried] = await records(stores);
      expect(retried).to.include({ action: 'FAILED_DELIVERIES_RETRIED', retryOfId: done.id });
    });

    it('holds neither repetitions nor what was refused', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const idempotency = { key: 'k', fingerprint: 'f' };
      const { id } = await accept(stores, { idempotency });
      await stores.resends.accept([
        request({ idempotency }),
        request({ idempotency: { key: 'k', fingerprint: 'other' } }),
        request({ selection: selection({ endpointIds: ['ep_none'] }) }),
        request({ limits: { perUser: 1, perAccount: null } }),
        request({ retryOfId: id }),
      ]);
      const foreign = { id, userId: 300, action: 'CANCEL', actor, nowMs } as const;
      await stores.resends.control(foreign).catch(() => undefined);
      expect(await actions(stores)).to.deep.equal(['RESEND_CREATED']);
    });

    it('tells what was changed of an endpoint, without tokens and secrets', async () => {
      await using stores = await open();
      const { catalog } = stores;
      await seed(stores, [accountRecord(), endpointRecord(), endpointRecord()]);
      const url = 'https://elsewhere.example/hook?key=confidential';
      const change = { url, authorizationToken: 'confidential' };
      await catalog.updateEndpoint('ep_in', change, nowMs + 1, actor);
      await catalog.updateEndpoint('ep_in', { url }, nowMs + 2, actor);
      await catalog.updateEndpoint('ep_none', { url }, nowMs + 2, actor);
      await catalog.rotateSecret('ep_in', 'whsec_confidential', nowMs + 9, nowMs + 3, actor);
      await seed(stores, [
        { kind: 'endpoint', endpoint: endpoint({ disabledReason: 'by_owner' }) },
      ]);

      const filter = { by: 'endpoint', id: 'ep_in' } as const;
      expect(await actions(stores, filter)).to.deep.equal([
        'ENDPOINT_CREATED',
        'ENDPOINT_CHANGED',
        'ENDPOINT_SECRET_ROTATED',
        'ENDPOINT_CHANGED',
      ]);
      const [imported, rotated, changed] = await records(stores, filter);
      expect(changed).to.deep.include({
        atMs: nowMs + 1,
        ...actor,
        accountId: 17,
        changes: [changed?.changes[0], { field: 'authorization_token', before: null, after: null }],
      });
      expect(changed?.changes[0]).to.include({ field: 'url' });
      expect(changed?.changes[0]?.before).to.match(/^https:\/\/merchant\.example \(/);
      expect(changed?.changes[0]?.after).to.match(/^https:\/\/elsewhere\.example \(/);
      expect(rotated?.changes).to.deep.equal([
        { field: 'signing_secrets', before: null, after: null },
      ]);
      expect(imported?.changes.map(({ field }) => field)).to.include('disabled_reason');
      expect(JSON.stringify(await records(stores))).not.to.include('confidential');
    });

    it('is listed newest first, page by page, as a whole or by what it concerns', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      for (let index = 0; index < 5; index += 1) await accept(stores);
      await accept(stores, { userId: colleagueId, actor: { ...actor, userId: colleagueId } });
      const page = await stores.audit.list({ filter: null, beforeId: null, limit: 3 });
      expect(page.records.map(({ id }) => id)).to.deep.equal([7, 6, 5]);
      const rest = await stores.audit.list({ filter: null, beforeId: page.nextBeforeId, limit: 4 });
      expect(rest.records.map(({ id }) => id)).to.deep.equal([4, 3, 2, 1]);
      expect(rest.nextBeforeId).to.equal(null);
      const found = async (filter: AuditFilter) => (await records(stores, filter)).length;
      expect(await found({ by: 'user', id: userId })).to.equal(6);
      expect(await found({ by: 'user', id: colleagueId })).to.equal(1);
      expect(await found({ by: 'account', id: 17 })).to.equal(7);
      expect(await found({ by: 'resend', id: 2 })).to.equal(1);
      expect(await found({ by: 'endpoint', id: 'ep_in' })).to.equal(1);
    });

    it('is a chain in which each record stands for all before it', async () => {
      await using stores = await open();
      const { audit, retention } = stores;
      expect(await audit.chainHead()).to.equal(null);
      expect(await audit.extendChain(10)).to.equal(0);
      await seed(stores, [accountRecord(), endpointRecord()]);
      for (let index = 1; index <= 4; index += 1) await accept(stores, { nowMs: nowMs + index });
      expect(await audit.extendChain(3)).to.equal(3);
      expect((await audit.chain(0, 10)).map(({ id }) => id)).to.deep.equal([1, 2, 3]);
      // What is not in the chain is not removed.
      await untilDone(() => retention.pruneAuditRecords(nowMs + 10, 1));
      expect(await actions(stores)).to.have.lengthOf(2);
      expect(await audit.extendChain(3)).to.equal(2);
      expect(await audit.extendChain(3)).to.equal(0);

      const chain = await audit.chain(0, 10);
      expect(chain.map(({ id }) => id)).to.deep.equal([4, 5]);
      for (const { record, previousHash, hash } of chain) {
        expect(sha256(`${previousHash}\n${record}`)).to.equal(hash);
      }
      expect(chain[1]?.previousHash).to.equal(chain[0]?.hash);
      expect(await audit.chain(4, 10)).to.deep.equal([chain[1]]);
      expect(await audit.chainHead()).to.deep.equal({ recordId: 5, hash: chain[1]?.hash });
      await untilDone(() => retention.pruneAuditRecords(nowMs + 10, 1));
      expect(await audit.chain(0, 10)).to.deep.equal([]);
      expect(await audit.chainHead()).to.deep.equal({ recordId: 5, hash: chain[1]?.hash });
      await accept(stores);
      await audit.extendChain(1);
      const [next] = await audit.chain(0, 10);
      expect(next).to.include({ id: 6, previousHash: chain[1]?.hash });
    });

    it('has in its chain what is stored of a record, as RFC 8785 writes it', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const asked = selection({ eventTypes: ['A'], deliveryState: 'FAILED' });
      await accept(stores, { selection: asked });
      await stores.audit.extendChain(1);
      const [link] = await stores.audit.chain(0, 1);
      const record = JSON.parse(link?.record ?? '') as Record<string, unknown>;
      expect(Object.keys(record)).to.deep.equal(Object.keys(record).toSorted());
      expect(record).to.deep.include({
        id: 1,
        at_ms: nowMs,
        action: 'RESEND_CREATED',
        user_id: actor.userId,
        request_id: actor.requestId,
        account_id: 17,
        resend_id: 1,
      });
      expect(record).not.to.have.any.keys('service', 'endpoint_id');
      expect(link?.previousHash).to.equal('0'.repeat(64));
    });

    it('is listed in short pages where records are long, none of them left out', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const entries = Array.from({ length: 1_000 }, (_, index) => `${index}_`.padEnd(64, 'x'));
      const listed = selection({ list: { field: 'event_ids', entries } });
      for (let index = 0; index < 9; index += 1) await accept(stores, { selection: listed });
      const ids: number[] = [];
      let beforeId: number | null = null;
      do {
        const page = await stores.audit.list({ filter: null, beforeId, limit: 100 });
        expect(page.records).to.have.lengthOf.within(1, 4);
        ids.push(...page.records.map(({ id }) => id));
        beforeId = page.nextBeforeId;
      } while (beforeId !== null);
      expect(ids).to.deep.equal([9, 8, 7, 6, 5, 4, 3, 2, 1]);
      await stores.audit.extendChain(100);
      expect(await stores.audit.chain(0, 100)).to.have.lengthOf.within(1, 4);
    });
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

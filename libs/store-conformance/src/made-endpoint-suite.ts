import { expect } from 'chai';

import type { NewOwnEndpoint, OwnEndpointCreation } from '@webhooks/domain';

import { planAll, begin, start, delivered } from './dispatching.ts';
import {
  accept,
  account,
  accountRecord,
  actor,
  colleagueId,
  current,
  endpointRecord,
  eventRecords,
  lead,
  nowMs,
  otherAccount,
  request,
  seed,
  selection,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const dayMs = 24 * 60 * 60 * 1000;

const asked: NewOwnEndpoint = {
  account: { branchIdentifier: account.branchIdentifier, number: account.number },
  url: 'https://merchant.example/new',
  typeWebhook: 'CASHIN',
  authorizationToken: 'given-token',
  xFunctionsKey: null,
};

/** Endpoints that users make and remove. */
export function madeEndpointSuite(open: OpenStores): void {
  describe('endpoints that users make', () => {
    it('are there, signed by a secret that only the answer shows, and audited', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const made = madeBy(await make(stores));
      expect(made.id).to.match(/^ep_[0-9a-f]{24}$/);
      expect(made.signingSecret).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
      expect(await stores.catalog.getEndpoint(made.id)).to.deep.include({
        id: made.id,
        accountId: account.id,
        url: asked.url,
        typeWebhook: 'CASHIN',
        authorizationToken: 'given-token',
        signingSecrets: [{ secret: made.signingSecret, expiresAtMs: null }],
        disabledReason: null,
      });
      expect(await stores.endpoints.get(made.id, userId, nowMs)).to.include({ url: asked.url });
      const { records } = await stores.audit.list({ filter: null, beforeId: null, limit: 1 });
      expect(records[0]).to.include({ action: 'ENDPOINT_CREATED', endpointId: made.id, userId });
      expect(JSON.stringify(records)).to.not.include('whsec').and.not.include('given-token');
    });

    it('are refused to others as if the account were unknown', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), { kind: 'account', account: otherAccount }]);
      const { branchIdentifier, number } = otherAccount;
      for (const named of [
        { branchIdentifier, number },
        { branchIdentifier, number: '999' },
      ]) {
        const made = await make(stores, { account: named });
        expect(made.kind === 'refused' && made.error.code).to.equal('account_not_found');
      }
      expect(await stores.catalog.listEndpoints(otherAccount.id, '', 10)).to.deep.equal([]);
    });

    it('are at most 50 of an account, those of imports counted', async () => {
      await using stores = await open();
      const imported = Array.from({ length: 49 }, (_, index) =>
        endpointRecord({ id: `e${index}` }),
      );
      await seed(stores, [accountRecord(), ...imported]);
      const { id } = madeBy(await make(stores));
      const tooMany = await make(stores);
      expect(tooMany.kind === 'refused' && tooMany.error.code).to.equal('too_many_endpoints');
      expect(await stores.catalog.removeOwnEndpoint(id, userId, nowMs, actor)).to.equal(true);
      expect((await make(stores)).kind).to.equal('created');
    });

    it('are made once by a key, whose answer stays the same for a day', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const first = madeBy(await make(stores, {}, { key: 'k' }));
      const again = madeBy(await make(stores, {}, { key: 'k', atMs: nowMs + dayMs - 1 }));
      expect(again).to.deep.equal({ ...first, kind: 'already_created' });
      for (const change of [
        { url: 'https://merchant.example/x' },
        { authorizationToken: 'other' },
      ]) {
        expect((await make(stores, change, { key: 'k' })).kind).to.equal('idempotency_key_reused');
      }
      // A key is of one user.
      expect((await make(stores, {}, { key: 'k', as: colleagueId })).kind).to.equal('created');
      const later = await make(stores, {}, { key: 'k', atMs: nowMs + dayMs });
      expect(later).to.include({ kind: 'created' });
      expect(await stores.catalog.listEndpoints(account.id, '', 10)).to.have.length(3);
    });

    it('show their secret to a repetition no more once they were changed', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const { id } = madeBy(await make(stores, {}, { key: 'k' }));
      await stores.catalog.updateOwnEndpoint(id, userId, { disabled: true }, nowMs, actor);
      expect(await make(stores, {}, { key: 'k' })).to.deep.equal({
        kind: 'already_created',
        id,
        signingSecret: null,
      });
      await stores.catalog.removeOwnEndpoint(id, userId, nowMs, actor);
      expect((await make(stores, {}, { key: 'k' })).kind).to.equal('idempotency_key_reused');
    });

    it('are not made for who waits no longer', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const origin = { userId, idempotencyKey: null };
      let code: unknown;
      await stores.catalog
        .createOwnEndpoint(asked, origin, nowMs, actor, () => false)
        .catch((error: unknown) => ({ code } = error as { code: unknown }));
      expect(code).to.equal('service_unavailable');
      expect(await stores.catalog.listEndpoints(account.id, '', 10)).to.deep.equal([]);
    });
  });

  describe('endpoints that users remove', () => {
    async function removed(stores: Stores): Promise<void> {
      expect(await stores.catalog.removeOwnEndpoint('ep_in', userId, nowMs, actor)).to.equal(true);
    }

    it('are gone for everybody, with an audit record', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), endpointRecord({ id: 'ep_2' })]);
      await removed(stores);
      const { catalog, endpoints, dispatch, audit } = stores;
      expect(await catalog.getEndpoint('ep_in')).to.equal(null);
      expect((await catalog.listEndpoints(account.id, '', 9)).map(({ id }) => id)).to.deep.equal([
        'ep_2',
      ]);
      expect(await endpoints.get('ep_in', userId, nowMs)).to.equal(null);
      expect(await endpoints.statistics('ep_in', userId, 24, nowMs)).to.equal(null);
      for (const accountId of [null, account.id]) {
        const query = { userId, accountId, cursor: null, direction: 'NEXT', limit: 9 } as const;
        const { endpoints: listed } = await endpoints.list(query, nowMs);
        expect(listed.map(({ id }) => id)).to.deep.equal(['ep_2']);
      }
      expect(await dispatch.loadEndpoint('ep_in')).to.equal(null);
      const change = { disabled: false };
      expect(await catalog.updateOwnEndpoint('ep_in', userId, change, nowMs, actor)).to.equal(null);
      expect(await catalog.updateEndpoint('ep_in', change, nowMs, actor)).to.equal(null);
      expect(await catalog.removeOwnEndpoint('ep_in', userId, nowMs, actor)).to.equal(false);
      const { records } = await audit.list({ filter: null, beforeId: null, limit: 9 });
      expect(records.map(({ action }) => action)).to.deep.equal([
        ...['ENDPOINT_REMOVED', 'ENDPOINT_CREATED', 'ENDPOINT_CREATED'],
      ]);
      expect(records[0]).to.include({ endpointId: 'ep_in', accountId: account.id, userId });
    });

    it('stay for those who have no access to the account', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const { catalog } = stores;
      for (const id of ['ep_in', 'none']) {
        expect(await catalog.removeOwnEndpoint(id, 300, nowMs, actor)).to.equal(false);
      }
      expect(await catalog.getEndpoint('ep_in')).to.include({ id: 'ep_in' });
    });

    it('take part in no new resend, and cannot be named', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), endpointRecord({ id: 'ep_2' })]);
      await seed(stores, eventRecords(2));
      await removed(stores);
      const { id } = await accept(stores);
      expect((await stores.dispatch.loadResend(id))?.endpointIds).to.deep.equal(['ep_2']);
      const named = request({ selection: selection({ endpointIds: ['ep_in'] }) });
      const [answer] = await stores.resends.accept([named]);
      expect(answer).to.deep.equal({ kind: 'endpoint_not_found', endpointId: 'ep_in' });
    });

    it('leave what is known of them, and what waits for them, readable', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(2)]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      const [first] = await start(stores, fence, id);
      if (first === undefined) throw new Error('nothing planned');
      await stores.dispatch.record(fence, [delivered(first)], nowMs);
      await removed(stores);
      expect(await current(stores, id)).to.include({ total: 2, delivered: 1, pending: 1 });
      const { id: retried } = await accept(stores, {
        selection: selection({ deliveryState: 'FAILED' }),
      });
      expect(await begin(stores, fence, retried)).to.equal(0);
      expect(await planAll(stores, fence, retried)).to.deep.equal([]);
    });

    it('get no notification', async () => {
      await using stores = await open();
      const wanting = endpointRecord({ id: 'ep_in', typeWebhook: 'resend.finished' });
      await seed(stores, [accountRecord(), wanting, endpointRecord({ id: 'ep_2' })]);
      await removed(stores);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      await begin(stores, fence, id);
      await stores.dispatch.setTotal(fence, id, 0, nowMs);
      expect(await stores.resends.listNotifications(id)).to.deep.equal([]);
    });

    it('come back by an import of the same account, as it has them, and of no other', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      await seed(stores, [{ kind: 'account', account: otherAccount }]);
      await removed(stores);
      const [refused] = await stores.catalog.write(
        [endpointRecord({ accountId: otherAccount.id })],
        nowMs,
        actor,
      );
      expect(refused).to.include({ field: 'endpoint.account_id' });
      const url = 'https://merchant.example/again';
      await seed(stores, [endpointRecord({ url })]);
      expect(await stores.catalog.getEndpoint('ep_in')).to.include({
        url,
        authorizationToken: 'token',
        disabledReason: null,
      });
      expect(await stores.dispatch.loadEndpoint('ep_in')).to.include({ url });
      const { records } = await stores.audit.list({ filter: null, beforeId: null, limit: 1 });
      expect(records[0]?.action).to.equal('ENDPOINT_CREATED');
    });

    it('come back as test endpoints where they were such', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord({ isTest: true })]);
      await removed(stores);
      const [refused] = await stores.catalog.write([endpointRecord()], nowMs, actor);
      expect(refused).to.include({ field: 'endpoint.test' });
      await seed(stores, [endpointRecord({ isTest: true })]);
    });
  });
}

interface Asking {
  readonly key?: string;
  readonly as?: number;
  readonly atMs?: number;
}

async function make(
  { catalog }: Stores,
  change: Partial<NewOwnEndpoint> = {},
  { key, as = userId, atMs = nowMs }: Asking = {},
): Promise<OwnEndpointCreation> {
  const origin = { userId: as, idempotencyKey: key ?? null };
  return catalog.createOwnEndpoint({ ...asked, ...change }, origin, atMs, actor);
}

function madeBy(
  creation: OwnEndpointCreation,
): OwnEndpointCreation & { kind: 'created' | 'already_created' } {
  if (creation.kind === 'created' || creation.kind === 'already_created') return creation;
  throw new Error(`not made: ${creation.kind}`);
}

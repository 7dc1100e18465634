import { expect } from 'chai';

import type { EndpointCursor, EndpointListQuery } from '@webhooks/domain';

import {
  account,
  accountRecord,
  endpoint,
  endpointRecord,
  lead,
  nowMs,
  origin,
  otherAccount,
  seed,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

/** What users see and change of the endpoints of their accounts. */
export function ownEndpointSuite(open: OpenStores): void {
  describe('own endpoints', () => {
    it('are those of every account that the user has access to, by account and id', async () => {
      await using stores = await open();
      await seedAccounts(stores);
      expect(await walk(stores, 2, 'NEXT')).to.deep.equal(['17 a', '17 b', '17 c', '19 d', '20 e']);
      expect(await walk(stores, 2, 'NEXT', 17)).to.deep.equal(['17 a', '17 b', '17 c']);
      expect(await walk(stores, 2, 'NEXT', otherAccount.id)).to.deep.equal([]);
    });

    it('are walked back the same way, also from places where nothing stands', async () => {
      await using stores = await open();
      await seedAccounts(stores);
      const end = { accountId: 99, id: 'z' };
      expect(await walk(stores, 2, 'PREVIOUS', null, end)).to.deep.equal([
        ...['19 d', '20 e', '17 b', '17 c', '17 a'],
      ]);
      const { endpoints } = stores;
      const between = query({ cursor: { accountId: 17, id: 'bb' }, limit: 1 });
      const page = await endpoints.list(between, nowMs);
      expect(page.endpoints.map(({ id }) => id)).to.deep.equal(['c']);
      expect(page.previous).to.deep.equal({ accountId: 17, id: 'c' });
      const before = await endpoints.list(
        query({ cursor: page.previous, direction: 'PREVIOUS' }),
        nowMs,
      );
      expect(before.endpoints.map(({ id }) => id)).to.deep.equal(['a', 'b']);
      expect(before.previous).to.equal(null);
      expect(before.next).to.deep.equal({ accountId: 17, id: 'b' });
    });

    it('show nothing that is secret, and say how they do', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord({ maxInFlight: 4 })]);
      expect(await stores.endpoints.get('ep_in', userId, nowMs)).to.deep.equal({
        id: 'ep_in',
        accountId: account.id,
        account: { branchIdentifier: '0001', number: '123456' },
        url: endpoint().url,
        typeWebhook: 'CASHIN',
        disabledReason: null,
        maxInFlight: 4,
        maxRatePerSecond: null,
        breaker: { state: 'CLOSED', retryAtMs: null },
        lastDay: { attempts: 0, succeeded: 0, failuresByClass: {}, p50Ms: null, p95Ms: null },
      });
    });

    it('are null for others as if they were unknown', async () => {
      await using stores = await open();
      await seedAccounts(stores);
      const { endpoints, catalog } = stores;
      for (const id of ['other', 'none']) {
        expect(await endpoints.get(id, userId, nowMs)).to.equal(null);
        expect(await endpoints.statistics(id, userId, 24, nowMs)).to.equal(null);
        const change = { disabled: true };
        expect(await catalog.updateOwnEndpoint(id, userId, change, nowMs, origin)).to.equal(null);
      }
      expect((await catalog.getEndpoint('other'))?.disabledReason).to.equal(null);
    });

    it('are enabled again after a 410, with an audit record', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const fence = await lead(stores);
      await stores.dispatch.markEndpointGone(fence, 'ep_in', 1, nowMs);
      const { endpoints, catalog, audit } = stores;
      expect((await endpoints.get('ep_in', userId, nowMs))?.disabledReason).to.equal('gone');
      const change = { disabled: false };
      await catalog.updateOwnEndpoint('ep_in', userId, change, nowMs + 1, origin);
      expect((await endpoints.get('ep_in', userId, nowMs))?.disabledReason).to.equal(null);
      const { records } = await audit.list({ filter: null, beforeId: null, limit: 1 });
      expect(records[0]).to.deep.include({
        action: 'ENDPOINT_CHANGED',
        endpointId: 'ep_in',
        userId,
        changes: [{ field: 'disabled_reason', before: 'gone', after: null }],
      });
    });

    it('keep their token and key to the server that they were given for', async () => {
      await using stores = await open();
      await seed(stores, [
        accountRecord(),
        endpointRecord(),
        endpointRecord({ id: 'ep_bare', authorizationToken: null }),
      ]);
      const move = (id: string, url: string) =>
        stores.catalog.updateOwnEndpoint(id, userId, { url }, nowMs, origin);
      expect(await move('ep_in', 'https://merchant.example/elsewhere')).to.include({
        url: 'https://merchant.example/elsewhere',
        authorizationToken: 'token',
      });
      for (const url of ['https://evil.example/hook', 'https://merchant.example:8443/hook']) {
        const error = await move('ep_in', url).catch((thrown: unknown) => thrown);
        expect(error).to.include({ code: 'validation_error' });
        expect((error as Error).message).to.include('url must stay at https://merchant.example:');
      }
      expect(await move('ep_bare', 'https://new.example/hook')).to.include({
        url: 'https://new.example/hook',
      });
      expect((await stores.catalog.getEndpoint('ep_in'))?.url).to.equal(
        'https://merchant.example/elsewhere',
      );
    });
  });
}

async function seedAccounts(stores: Stores): Promise<void> {
  const own = [account.id, 19, 20, 21];
  await seed(stores, [
    ...own.map((id) => accountRecord({ id, number: `${id}` })),
    { kind: 'account', account: otherAccount },
    ...['c', 'a', 'b'].map((id) => endpointRecord({ id })),
    endpointRecord({ id: 'other', accountId: otherAccount.id }),
    endpointRecord({ id: 'e', accountId: 20 }),
    endpointRecord({ id: 'd', accountId: 19 }),
  ]);
}

function query(change: Partial<EndpointListQuery>): EndpointListQuery {
  return { userId, accountId: null, cursor: null, direction: 'NEXT', limit: 20, ...change };
}

/** Follows the cursors of one way to the end. */
async function walk(
  { endpoints }: Stores,
  limit: number,
  direction: 'NEXT' | 'PREVIOUS',
  accountId: number | null = null,
  from: EndpointCursor | null = null,
): Promise<string[]> {
  const seen: string[] = [];
  let cursor = from;
  for (let pages = 0; pages < 20; pages += 1) {
    const page = await endpoints.list(query({ limit, direction, accountId, cursor }), nowMs);
    seen.push(...page.endpoints.map((found) => `${found.accountId} ${found.id}`));
    cursor = direction === 'NEXT' ? page.next : page.previous;
    if (cursor === null) return seen;
  }
  throw new Error('the walk has no end');
}

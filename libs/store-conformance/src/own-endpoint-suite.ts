import { expect } from 'chai';

import type {
  Endpoint,
  EndpointCursor,
  EndpointListQuery,
  OwnEndpointChange,
  OwnEndpointUpdate,
} from '@webhooks/domain';

import {
  account,
  accountRecord,
  endpoint,
  endpointRecord,
  lead,
  nowMs,
  actor,
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
        accountName: null,
        url: endpoint().url,
        typeWebhook: 'CASHIN',
        disabledReason: null,
        disabledSinceMs: null,
        maxInFlight: 4,
        maxRatePerSecond: null,
        recoversAutomatically: false,
        breaker: { state: 'CLOSED', retryAtMs: null },
        lastDay: { attempts: 0, succeeded: 0, failuresByClass: {}, p50Ms: null, p95Ms: null },
        mtls: null,
        verification: 'proven',
        isTest: false,
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
        expect(await catalog.updateOwnEndpoint(id, userId, change, nowMs, actor)).to.equal(null);
      }
      expect((await catalog.getEndpoint('other'))?.disabledReason).to.equal(null);
    });

    it('are enabled again after a 410, with an audit record', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord({ name: 'Loja Azul' }), endpointRecord()]);
      const fence = await lead(stores);
      await stores.dispatch.markEndpointGone(fence, 'ep_in', 1, nowMs);
      const { endpoints, catalog, audit } = stores;
      expect(await endpoints.get('ep_in', userId, nowMs)).to.include({
        disabledReason: 'gone',
        disabledSinceMs: nowMs,
        accountName: 'Loja Azul',
      });
      const change = { disabled: false };
      const enabled = await catalog.updateOwnEndpoint('ep_in', userId, change, nowMs + 1, actor);
      expect(enabled?.wasDisabledSinceMs).to.equal(nowMs);
      const again = await catalog.updateOwnEndpoint('ep_in', userId, change, nowMs + 2, actor);
      expect(again?.wasDisabledSinceMs).to.equal(null);
      expect((await endpoints.get('ep_in', userId, nowMs))?.disabledReason).to.equal(null);
      const { records } = await audit.list({ filter: null, beforeId: null, limit: 1 });
      expect(records[0]).to.deep.include({
        action: 'ENDPOINT_CHANGED',
        endpointId: 'ep_in',
        userId,
        changes: [{ field: 'disabled_reason', before: 'gone', after: null }],
      });
    });

    describe('that move', () => {
      const secrets = [{ secret: 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz', expiresAtMs: null }];
      const url = 'https://merchant.example/hook?code=1';

      async function moved(
        had: Partial<Endpoint>,
        change: OwnEndpointChange,
      ): Promise<OwnEndpointUpdate> {
        await using stores = await open();
        await seed(stores, [accountRecord(), endpointRecord({ url, ...had })]);
        const { catalog, audit } = stores;
        const update = await catalog.updateOwnEndpoint('ep_in', userId, change, nowMs, actor);
        if (update === null) throw new Error('not found');
        expect(await catalog.getEndpoint('ep_in')).to.deep.equal(update.endpoint);
        const { records } = await audit.list({ filter: null, beforeId: null, limit: 1 });
        const text = JSON.stringify(records);
        for (const secret of ['"new', 'whsec', 'code=1', '/elsewhere']) {
          expect(text).to.not.include(secret);
        }
        return update;
      }

      for (const place of [
        'https://merchant.example/elsewhere?code=1',
        'https://merchant.example/hook?code=2',
        'https://merchant.example/hook',
        'https://merchant.example/hook?code=1&a',
        'https://merchant.example:8443/hook?code=1',
        'https://evil.example/hook?code=1',
      ]) {
        it(`leave their credentials behind: ${place}`, async () => {
          const had = { authorizationToken: 'old-token', xFunctionsKey: 'old-key' };
          const update = await moved(had, { url: place });
          const { endpoint, newSigningSecret } = update;
          expect(update.credentialsDropped).to.equal(true);
          expect(endpoint).to.include({
            url: place,
            authorizationToken: null,
            xFunctionsKey: null,
          });
          expect(newSigningSecret).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
          expect(endpoint.signingSecrets).to.deep.equal([
            { secret: newSigningSecret, expiresAtMs: null },
          ]);
        });
      }

      for (const same of [
        'https://merchant.example/hook?code=1',
        'HTTPS://MERCHANT.example:443/hook?code=1',
        'https://merchant.example/a/../hook?code=1',
        'https://merchant.example/hook?code=***',
      ]) {
        it(`stay as they are when the URL is the same: ${same}`, async () => {
          const update = await moved({}, { url: same });
          expect(update).to.include({ credentialsDropped: false, newSigningSecret: null });
          expect(update.endpoint).to.deep.include({
            url,
            authorizationToken: 'token',
            signingSecrets: secrets,
          });
        });
      }

      const place = 'https://merchant.example/elsewhere';
      const cases: readonly [
        title: string,
        had: Partial<Endpoint>,
        change: OwnEndpointChange,
        kept: readonly [
          token: string | null,
          key: string | null,
          isDropped: boolean,
          isNew: boolean,
        ],
      ][] = [
        ['take a new token along', {}, { authorizationToken: 'new' }, ['new', null, false, false]],
        [
          'lose the key when only a token comes along',
          { xFunctionsKey: 'old' },
          { authorizationToken: 'new' },
          ['new', null, true, true],
        ],
        [
          'lose a secret that was all they had, whatever comes along',
          { authorizationToken: null },
          { authorizationToken: 'new' },
          ['new', null, true, true],
        ],
        [
          'lose nothing where they had nothing',
          { authorizationToken: null, signingSecrets: [] },
          { xFunctionsKey: 'new' },
          [null, 'new', false, false],
        ],
      ];
      for (const [title, had, change, [token, key, isDropped, isNew]] of cases) {
        it(title, async () => {
          const update = await moved(had, { url: place, ...change });
          expect(update.endpoint).to.include({ authorizationToken: token, xFunctionsKey: key });
          expect(update.credentialsDropped).to.equal(isDropped);
          expect(update.newSigningSecret !== null).to.equal(isNew);
        });
      }

      it('take new credentials where they are', async () => {
        const update = await moved({}, { url, authorizationToken: 'new' });
        expect(update).to.include({ credentialsDropped: false, newSigningSecret: null });
        expect(update.endpoint).to.deep.include({
          authorizationToken: 'new',
          signingSecrets: secrets,
        });
      });

      it('go with their credentials when a service or an import moves them', async () => {
        await using stores = await open();
        await seed(stores, [accountRecord(), endpointRecord()]);
        const by = await stores.catalog.updateEndpoint('ep_in', { url: place }, nowMs, actor);
        expect(by).to.deep.include({ authorizationToken: 'token', signingSecrets: secrets });
        await seed(stores, [endpointRecord({ url })]);
        expect(await stores.catalog.getEndpoint('ep_in')).to.include({
          url,
          authorizationToken: 'token',
        });
      });
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

import { expect } from 'chai';

import {
  account,
  accountRecord,
  endpoint,
  endpointRecord,
  event,
  eventRecord,
  nowMs,
  actor,
  otherAccount,
  seed,
  startUs,
  userId,
} from './fixtures.ts';
import type { OpenStores } from './stores.ts';

/** What holds for records of the catalog. */
export function catalogSuite(open: OpenStores): void {
  describe('catalog records', () => {
    it('finds an account by branch and number for a user that has access', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      expect(await stores.catalog.findAccount(account, userId)).to.equal(17);
      expect(await stores.catalog.findAccount(account, 1)).to.equal(null);
      const withoutZeros = { ...account, branchIdentifier: '1' };
      expect(await stores.catalog.findAccount(withoutZeros, userId)).to.equal(null);
    });

    it('replaces the number and the users of an account', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), accountRecord({ number: '9', userIds: [7, 7] })]);
      expect(await stores.catalog.findAccount(account, userId)).to.equal(null);
      expect(await stores.catalog.findAccount({ ...account, number: '9' }, 7)).to.equal(17);
    });

    it('refuses a branch and number that another account has', async () => {
      await using stores = await open();
      const results = await stores.catalog.write(
        [accountRecord(), accountRecord({ id: 5 })],
        nowMs,
        actor,
      );
      expect(results[0]).to.equal(null);
      expect(results[1]?.field).to.equal('account.number');
    });

    it('makes the object of an event known, and an object without events', async () => {
      await using stores = await open();
      const object = { resendType: 'CASHOUT', objectReferenceId: 98, accountId: 17 } as const;
      await seed(stores, [accountRecord(), eventRecord(), { kind: 'object', object }]);
      const { catalog } = stores;
      expect(await catalog.findObjectAccount('CASHIN', 12345, userId)).to.equal(17);
      expect(await catalog.findObjectAccount('CASHOUT', 98, userId)).to.equal(17);
      expect(await catalog.findObjectAccount('CASHOUT', 12345, userId)).to.equal(null);
      expect(await catalog.findObjectAccount('CASHIN', 12345, 300)).to.equal(null);
    });

    it('refuses what belongs to an unknown account', async () => {
      await using stores = await open();
      const object = { resendType: 'CASHIN', objectReferenceId: 1, accountId: 17 } as const;
      const results = await stores.catalog.write(
        [endpointRecord(), { kind: 'object', object }, eventRecord()],
        nowMs,
        actor,
      );
      expect(results.map((result) => result?.field)).to.deep.equal([
        'endpoint.account_id',
        'object.account_id',
        'event.account_id',
      ]);
    });

    it('refuses another owner for an object or an endpoint', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), accountRecord(otherAccount)]);
      await seed(stores, [eventRecord(), endpointRecord()]);
      const object = { resendType: 'CASHIN', objectReferenceId: 12345, accountId: 18 } as const;
      const results = await stores.catalog.write(
        [
          { kind: 'object', object },
          eventRecord({ id: 'evt_2', accountId: 18 }),
          endpointRecord({ accountId: 18 }),
        ],
        nowMs,
        actor,
      );
      expect(results.map((result) => result?.field)).to.deep.equal([
        'object.account_id',
        'event.account_id',
        'endpoint.account_id',
      ]);
    });

    it('takes an event again and changes nothing but its outcome', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), eventRecord(), eventRecord()]);
      await seed(stores, [eventRecord({ outcome: 'FAILED' })]);
    });

    const changes = {
      account_id: { accountId: 18 },
      resend_type: { resendType: 'CASHOUT' },
      object_reference_id: { objectReferenceId: 5 },
      type: { type: 'QR_CODE_COPY_AND_PASTE_CREATED' },
      occurred_at: { occurredAtUs: startUs + 1 },
      payload: { payload: new Uint8Array([1]) },
    } as const;
    for (const [field, change] of Object.entries(changes)) {
      it(`refuses an event again with another ${field}, and says so`, async () => {
        await using stores = await open();
        await seed(stores, [accountRecord(), accountRecord(otherAccount), eventRecord()]);
        const [result] = await stores.catalog.write([eventRecord(change)], nowMs, actor);
        expect(result?.field).to.equal(`event.${field}`);
      });
    }

    it('writes the records around a refused one', async () => {
      await using stores = await open();
      const results = await stores.catalog.write(
        [
          accountRecord(),
          eventRecord(),
          { kind: 'event', event: { ...event(), type: 'OTHER' } },
          eventRecord({ id: 'evt_2', objectReferenceId: 2 }),
        ],
        nowMs,
        actor,
      );
      expect(results.map((result) => result?.field)).to.deep.equal([
        undefined,
        undefined,
        'event.type',
        undefined,
      ]);
      expect(await stores.catalog.findObjectAccount('CASHIN', 2, userId)).to.equal(17);
    });

    it('answers the endpoint as it was written', async () => {
      await using stores = await open();
      const written = endpoint({ maxInFlight: 4, maxRatePerSecond: 2.5, xFunctionsKey: 'key' });
      await seed(stores, [accountRecord(), { kind: 'endpoint', endpoint: written }]);
      expect(await stores.catalog.getEndpoint('ep_in')).to.deep.equal({
        ...written,
        disabledAtMs: null,
      });
      expect(await stores.catalog.getEndpoint('ep_none')).to.equal(null);
    });

    it('lists the endpoints of one account by id, page by page', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), accountRecord(otherAccount)]);
      const ids = ['ep_a', 'ep_b', 'ep_c'];
      await seed(stores, [
        ...ids.map((id) => endpointRecord({ id })),
        endpointRecord({ id: 'ep_bb', accountId: 18 }),
      ]);
      const page = await stores.catalog.listEndpoints(17, '', 2);
      const rest = await stores.catalog.listEndpoints(17, 'ep_b', 2);
      expect([...page, ...rest].map(({ id }) => id)).to.deep.equal(ids);
    });
  });
}

import { expect } from 'chai';

import type { AcceptResend, AcceptResult } from '@webhooks/domain';

import { deliverAll } from './dispatching.ts';
import {
  accept,
  accountRecord,
  colleagueId,
  endpointRecord,
  eventRecord,
  lead,
  otherAccount,
  request,
  seed,
  selection,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

/** What holds for the number of bulk resends that are active at once. */
export function limitSuite(open: OpenStores): void {
  describe('limits on active bulk resends', () => {
    const limits = { perUser: 2, perAccount: 3 };

    async function kinds(
      { resends }: Stores,
      changes: readonly Partial<AcceptResend>[],
    ): Promise<string[]> {
      const results = await resends.accept(changes.map((change) => request({ limits, ...change })));
      return results.map(kindOf);
    }

    it('hold within one group as between groups', async () => {
      await using stores = await open();
      const other = { ...otherAccount, userIds: [userId] };
      await seed(stores, [accountRecord(), accountRecord(other)]);
      expect(await kinds(stores, [{}, {}, {}])).to.deep.equal(['accepted', 'accepted', tooMany]);
      expect(await kinds(stores, [{}, { accountId: 18 }])).to.deep.equal([tooMany, tooMany]);
    });

    it('count an account whoever asks', async () => {
      await using stores = await open();
      await seed(stores, [
        accountRecord({ userIds: [1, 2, 3, 4] }),
        accountRecord({ ...otherAccount, userIds: [4] }),
      ]);
      const users = [1, 2, 3, 4].map((userId) => ({ userId }));
      expect(await kinds(stores, users)).to.deep.equal([
        'accepted',
        'accepted',
        'accepted',
        tooMany,
      ]);
      expect(await kinds(stores, [{ userId: 4, accountId: 18 }])).to.deep.equal(['accepted']);
    });

    it('say which of them is reached, and when to come back', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      await accept(stores);
      const refused = async (perUser: number | null, perAccount: number | null) => {
        const [result] = await stores.resends.accept([
          request({ limits: { perUser, perAccount } }),
        ]);
        return result?.kind === 'refused' ? result.error : null;
      };
      expect((await refused(1, null))?.message).to.match(/^The user has 1 active/);
      const error = await refused(null, 1);
      expect(error?.message).to.match(/^The account has 1 active/);
      expect(error?.retryAfterMs).to.be.greaterThan(0);
    });

    it('do not touch single objects, repetitions, or anybody when there is none', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const idempotency = { key: 'k', fingerprint: 'f' };
      await accept(stores, { idempotency });
      await accept(stores);
      const object = selection({ objectReferenceId: 1, account: null, range: null });
      expect(
        await kinds(stores, [
          { selection: object },
          { idempotency },
          { limits: { perUser: null, perAccount: null } },
        ]),
      ).to.deep.equal(['accepted', 'already_accepted', 'accepted']);
    });

    it('are free again when a resend is settled', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), eventRecord()]);
      const { id } = await accept(stores);
      await accept(stores);
      expect(await kinds(stores, [{}])).to.deep.equal([tooMany]);
      await deliverAll(stores, await lead(stores), id);
      expect(await kinds(stores, [{}, {}])).to.deep.equal(['accepted', tooMany]);
    });

    it('leave out what users without access left, in the account and for themselves', async () => {
      await using stores = await open();
      const other = { ...otherAccount, userIds: [userId] };
      await seed(stores, [accountRecord(), accountRecord(other)]);
      const left = { userId: colleagueId };
      expect(await kinds(stores, [left, left, {}, {}])).to.deep.equal([
        'accepted',
        'accepted',
        'accepted',
        tooMany,
      ]);
      await seed(stores, [accountRecord({ userIds: [userId] })]);
      expect(await kinds(stores, [{}, {}])).to.deep.equal(['accepted', tooMany]);
      await seed(stores, [accountRecord({ userIds: [colleagueId] })]);
      const elsewhere = { accountId: 18 };
      expect(await kinds(stores, [elsewhere, elsewhere, elsewhere])).to.deep.equal([
        'accepted',
        'accepted',
        tooMany,
      ]);
      expect(await kinds(stores, [{}])).to.deep.equal(['account_not_found']);
    });

    it('count retries of bulk resends', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), eventRecord()]);
      const { id } = await accept(stores);
      await deliverAll(stores, await lead(stores), id);
      expect(await kinds(stores, [{ retryOfId: id }, {}, { retryOfId: id }])).to.deep.equal([
        'accepted',
        'accepted',
        tooMany,
      ]);
    });
  });
}

const tooMany = 'too_many_requests';

function kindOf(result: AcceptResult): string {
  return result.kind === 'refused' ? result.error.code : result.kind;
}

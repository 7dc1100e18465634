import { expect } from 'chai';

import {
  FIRST_PORTAL_USER_ID,
  isPortalUser,
  LAST_PORTAL_USER_ID,
  type NewPortalLink,
} from '@webhooks/domain';

import { account, accountRecord, actor, nowMs, otherAccount, seed, userId } from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';
import { untilDone } from './until-done.ts';

const minuteMs = 60_000;
const platform = { ...actor, userId: null, service: 'platform' };
const { userId: _, service: _service, tokenId: _tokenId, ...caller } = actor;

const asked: NewPortalLink = {
  tokenHash: 'a'.repeat(64),
  accountIds: [account.id],
  expiresAtMs: nowMs + 15 * minuteMs,
  sessionMs: 60 * minuteMs,
};

/** Links by which customers of a platform open the console. */
export function portalSuite(open: OpenStores): void {
  describe('portal links', () => {
    it('give access to their accounts, to one user of their own, when they are opened', async () => {
      await using stores = await open();
      await seedBoth(stores);
      const user = await make(stores);
      expect(isPortalUser(user)).to.equal(true);
      expect(await mayUse(stores, user, account)).to.equal(false);
      const session = await stores.portal.openLink(asked.tokenHash, nowMs + 1, caller);
      expect(session).to.deep.equal({ userId: user, endsAtMs: nowMs + 1 + asked.sessionMs });
      expect(await mayUse(stores, user, account)).to.equal(true);
      expect(await mayUse(stores, user, otherAccount)).to.equal(false);
    });

    it('open once, in time, and by their token alone', async () => {
      await using stores = await open();
      await seedBoth(stores);
      const first = await make(stores);
      const at = (atMs: number, tokenHash = asked.tokenHash) =>
        stores.portal.openLink(tokenHash, atMs, caller);
      expect(await at(nowMs, 'b'.repeat(64))).to.equal(null);
      expect(await at(asked.expiresAtMs)).to.equal(null);
      const both = await Promise.all([at(nowMs + 1), at(nowMs + 1)]);
      expect(both.filter((session) => session !== null)).to.have.length(1);
      expect(await at(nowMs + 2)).to.equal(null);
      const second = await make(stores, { tokenHash: 'c'.repeat(64) });
      expect(second).to.not.equal(first);
    });

    it('are for accounts that exist', async () => {
      await using stores = await open();
      await seedBoth(stores);
      const accountIds = [account.id, 999, 998];
      expect(
        await stores.portal.createLink({ ...asked, accountIds }, nowMs, platform),
      ).to.deep.equal({ kind: 'unknown_accounts', accountIds: [999, 998] });
      expect(await stores.portal.openLink(asked.tokenHash, nowMs, caller)).to.equal(null);
    });

    it('are audited for each account, without their token', async () => {
      await using stores = await open();
      await seedBoth(stores);
      const user = await make(stores, { accountIds: [account.id, otherAccount.id] });
      await stores.portal.openLink(asked.tokenHash, nowMs, caller);
      const { records } = await stores.audit.list({ filter: null, beforeId: null, limit: 4 });
      expect(
        records.map((record) => [record.action, record.accountId, record.userId, record.service]),
      ).to.deep.equal([
        ['PORTAL_LINK_OPENED', otherAccount.id, user, null],
        ['PORTAL_LINK_OPENED', account.id, user, null],
        ['PORTAL_LINK_CREATED', otherAccount.id, null, 'platform'],
        ['PORTAL_LINK_CREATED', account.id, null, 'platform'],
      ]);
      expect(JSON.stringify(records)).to.not.include(asked.tokenHash);
      expect(new Set(records.map(({ changes }) => changes[0]?.after)).size).to.equal(1);
    });

    it('keep their access when the account is imported again, and lose it in the end', async () => {
      await using stores = await open();
      await seedBoth(stores);
      const user = await make(stores);
      const session = await stores.portal.openLink(asked.tokenHash, nowMs, caller);
      await seed(stores, [accountRecord({ userIds: [userId, LAST_PORTAL_USER_ID + 1] })]);
      expect(await mayUse(stores, user, account)).to.equal(true);
      await seed(stores, [accountRecord({ userIds: [userId] })]);
      expect(await mayUse(stores, LAST_PORTAL_USER_ID + 1, account)).to.equal(false);
      const endsAtMs = session?.endsAtMs ?? 0;
      await untilDone(() => stores.retention.prunePortalLinks(endsAtMs - 1, 10));
      expect(await mayUse(stores, user, account)).to.equal(true);
      await untilDone(() => stores.retention.prunePortalLinks(endsAtMs, 10));
      expect(await mayUse(stores, user, account)).to.equal(false);
      expect(await mayUse(stores, userId, account)).to.equal(true);
    });

    it('are removed in steps when nobody opened them, and no id is given twice', async () => {
      await using stores = await open();
      await seedBoth(stores);
      const users = [];
      for (const digit of ['1', '2', '3']) {
        users.push(await make(stores, { tokenHash: digit.repeat(64) }));
      }
      expect(await stores.retention.prunePortalLinks(asked.expiresAtMs, 2)).to.equal(true);
      expect(await stores.retention.prunePortalLinks(asked.expiresAtMs, 2)).to.equal(false);
      expect(await make(stores)).to.be.greaterThan(Math.max(...users));
      expect(Math.min(...users)).to.be.greaterThan(FIRST_PORTAL_USER_ID);
    });
  });
}

async function seedBoth(stores: Stores): Promise<void> {
  await seed(stores, [accountRecord(), { kind: 'account', account: otherAccount }]);
}

async function make(stores: Stores, change: Partial<NewPortalLink> = {}): Promise<number> {
  const made = await stores.portal.createLink({ ...asked, ...change }, nowMs, platform);
  if (made.kind !== 'created') throw new Error(`not made: ${made.kind}`);
  return made.userId;
}

/** As the acceptance of a resend asks. */
async function mayUse(
  stores: Stores,
  user: number,
  { branchIdentifier, number }: typeof account,
): Promise<boolean> {
  return (await stores.catalog.findAccount({ branchIdentifier, number }, user)) !== null;
}

import { expect } from 'chai';
import fc from 'fast-check';

import { ANY_RESEND } from '@webhooks/domain';
import type {
  CursorDirection,
  Resend,
  ResendCursor,
  ResendListQuery,
  ResendPage,
} from '@webhooks/domain';

import { deliverAll } from './dispatching.ts';
import {
  accept,
  actor,
  accountRecord,
  colleagueId,
  endpointRecord,
  eventRecord,
  lead,
  nowMs,
  otherAccount,
  request,
  seed,
  selection,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

/** What holds for lists of resends. */
export function listSuite(open: OpenStores): void {
  describe('list of resends', () => {
    function query(change: Partial<ResendListQuery> = {}): ResendListQuery {
      return {
        userId,
        ...ANY_RESEND,
        cursor: null,
        direction: 'NEXT',
        limit: 20,
        ...change,
      };
    }

    function ids({ resends }: Pick<ResendPage, 'resends'>): number[] {
      return resends.map(({ id }) => id);
    }

    /** Follows one direction to its end. */
    async function walk(
      stores: Stores,
      direction: CursorDirection,
      from: ResendCursor | null,
      limit: number,
      between: () => Promise<unknown> = () => Promise.resolve(),
      change: Partial<ResendListQuery> = {},
    ): Promise<{ pages: Resend[][]; last: ResendPage }> {
      const pages: Resend[][] = [];
      let cursor = from;
      for (;;) {
        const page = await stores.resends.list(query({ ...change, cursor, direction, limit }));
        pages.push([...page.resends]);
        cursor = direction === 'NEXT' ? page.next : page.previous;
        if (cursor === null) return { pages, last: page };
        await between();
      }
    }

    it('is newest first, and only of the user', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const first = await accept(stores);
      await accept(stores, { userId: colleagueId });
      const second = await accept(stores, { nowMs: nowMs + 1 });
      const page = await stores.resends.list(query());
      expect(page).to.deep.equal({ resends: [second, first], next: null, previous: null });
    });

    it('has no cursors on a first page that holds everything', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      await accept(stores);
      const page = await stores.resends.list(query({ limit: 1 }));
      expect(page).to.include({ next: null, previous: null });
    });

    it('filters by status, object and account, and by all of them', async () => {
      await using stores = await open();
      const both = { ...otherAccount, userIds: [userId] };
      await seed(stores, [accountRecord(), accountRecord(both), endpointRecord()]);
      const objectMode = selection({ objectReferenceId: 5, account: null, range: null });
      const settled = await accept(stores, { selection: objectMode });
      await deliverAll(stores, await lead(stores), settled.id);
      const waiting = await accept(stores, { selection: objectMode });
      const other = await accept(stores, { accountId: 18 });

      const found = async (change: Partial<ResendListQuery>): Promise<number[]> =>
        ids(await stores.resends.list(query(change)));
      expect(await found({ status: 'COMPLETED' })).to.deep.equal([settled.id]);
      expect(await found({ status: 'PENDING' })).to.deep.equal([other.id, waiting.id]);
      expect(await found({ objectReferenceId: 5 })).to.deep.equal([waiting.id, settled.id]);
      expect(await found({ accountId: 18 })).to.deep.equal([other.id]);
      expect(await found({ accountId: 17, status: 'PENDING' })).to.deep.equal([waiting.id]);
      const all = { accountId: 17, status: 'COMPLETED', objectReferenceId: 5 } as const;
      expect(await found(all)).to.deep.equal([settled.id]);
      expect(await found({ ...all, accountId: 18 })).to.deep.equal([]);
    });

    it('filters by kind, control and the time of creation, and by all of them', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const objectMode = selection({ objectReferenceId: 5, account: null, range: null });
      const fence = await lead(stores);
      const settled = await accept(stores, { selection: objectMode });
      await deliverAll(stores, fence, settled.id);
      const ranges = await Promise.all([1, 2].map((at) => accept(stores, { nowMs: nowMs + at })));
      const [first, second] = ranges.map(({ id }) => id);
      const retry = await accept(stores, { retryOfId: settled.id, nowMs: nowMs + 3 });
      const list = { field: 'object_reference_ids', entries: [5] } as const;
      const listed = await accept(stores, { selection: selection({ list }), nowMs: nowMs - 1 });
      const pause = { userId, action: 'PAUSE', actor, nowMs } as const;
      for (const id of [second, retry.id]) await stores.resends.control({ ...pause, id: id ?? 0 });

      const found = async (change: Partial<ResendListQuery>): Promise<number[]> =>
        ids(await stores.resends.list(query(change)));
      expect(await found({ kind: 'one' })).to.deep.equal([settled.id]);
      expect(await found({ kind: 'range' })).to.deep.equal([second, first]);
      expect(await found({ kind: 'list' })).to.deep.equal([listed.id]);
      expect(await found({ kind: 'retry' })).to.deep.equal([retry.id]);
      expect(await found({ control: 'PAUSED' })).to.deep.equal([retry.id, second]);
      // What is settled has no control.
      expect(await found({ control: 'RUNNING' })).to.deep.equal([first, listed.id]);
      expect(await found({ control: 'PAUSED', status: 'COMPLETED' })).to.deep.equal([]);
      const period = { createdFromMs: nowMs + 1, createdToMs: nowMs + 2 };
      expect(await found(period)).to.deep.equal([second, first]);
      expect(await found({ createdToMs: nowMs })).to.deep.equal([settled.id, listed.id]);
      expect(await found({ ...period, kind: 'range', control: 'PAUSED' })).to.deep.equal([second]);
      const beyond = { cursor: { createdAtMs: nowMs + 9, id: 99 }, limit: 1 };
      const page = await stores.resends.list(query({ ...period, ...beyond }));
      expect(ids(page)).to.deep.equal([second]);
      expect(page.previous).to.equal(null);
      const back = { ...period, cursor: { createdAtMs: nowMs - 9, id: 1 } };
      expect(await found({ ...back, direction: 'PREVIOUS' })).to.deep.equal([second, first]);
    });

    it('finds what contains an object: ranges, lists and retries as well as itself', async () => {
      await using stores = await open();
      const other = accountRecord({ id: 18, number: '18', userIds: [999] });
      await seed(stores, [
        ...[accountRecord(), endpointRecord(), endpointRecord({ id: 'ep_2' }), other],
        ...[5, 5, 6].map((objectReferenceId, at) =>
          eventRecord({ id: `evt_${at}`, objectReferenceId }),
        ),
      ]);
      const fence = await lead(stores);
      const ofObject = (objectReferenceId: number) =>
        selection({ objectReferenceId, account: null, range: null });
      const own = await accept(stores, { selection: ofObject(5) });
      const range = await accept(stores, { nowMs: nowMs + 1 });
      const list = { field: 'object_reference_ids', entries: [6] } as const;
      const listed = await accept(stores, { selection: selection({ list }), nowMs: nowMs + 2 });
      for (const { id } of [range, listed]) await deliverAll(stores, fence, id);

      const found = async (change: Partial<ResendListQuery>): Promise<number[]> =>
        ids(await stores.resends.list(query({ resendType: 'CASHIN', ...change })));
      expect(await found({ objectReferenceId: 5 })).to.deep.equal([range.id, own.id]);
      expect(await found({ objectReferenceId: 6 })).to.deep.equal([listed.id, range.id]);
      expect(await found({ objectReferenceId: 6, kind: 'list' })).to.deep.equal([listed.id]);
      expect(await found({ objectReferenceId: 5, accountId: 18 })).to.deep.equal([]);
      for (const nothing of [
        { objectReferenceId: 7 },
        { objectReferenceId: 5, resendType: 'CASHOUT' },
        { objectReferenceId: 5, userId: 999, createdBy: 'anyone' },
      ] as const) {
        expect(await found(nothing)).to.deep.equal([]);
      }
      expect(await found({})).to.deep.equal([listed.id, range.id, own.id]);
      // A number alone says not whose it is: it is what was asked for.
      const alone = { resendType: null, objectReferenceId: 5 };
      expect(await found(alone)).to.deep.equal([own.id]);
      const page = await stores.resends.list(
        query({ resendType: 'CASHIN', objectReferenceId: 5, limit: 1 }),
      );
      expect([ids(page), page.next?.id]).to.deep.equal([[range.id], range.id]);
    });

    it('finds a kind behind more than one call looks at, in both directions', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const rare = await accept(stores);
      const objectMode = selection({ objectReferenceId: 5, account: null, range: null });
      const many = Array.from({ length: 2_300 }, (_, index) =>
        request({ selection: objectMode, nowMs: nowMs + 1 + Math.floor(index / 2) }),
      );
      await stores.resends.accept(many);
      const change = { kind: 'range' } as const;
      const { pages, last } = await walk(stores, 'NEXT', null, 20, undefined, change);
      expect(pages.map((resends) => ids({ resends }))).to.deep.equal([[], [], [rare.id]]);
      const newest = { createdAtMs: nowMs + 5_000, id: 1 };
      const up = await walk(stores, 'PREVIOUS', last.previous, 20, undefined, change);
      expect(up.pages.flat()).to.deep.equal([]);
      expect(up.pages.length).to.equal(3);
      const ofAll = await stores.resends.list(query({ cursor: newest, kind: 'one', limit: 3 }));
      expect(ofAll.resends).to.have.length(3);
    });

    it('loses and repeats nothing in either direction, with equal times and new rows', async () => {
      const times = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 25 });
      await fc.assert(
        fc.asyncProperty(times, fc.integer({ min: 1, max: 7 }), async (offsets, limit) => {
          await using stores = await open();
          await seed(stores, [accountRecord()]);
          for (const offset of offsets) await accept(stores, { nowMs: nowMs + offset });
          const whole = ids(await stores.resends.list(query({ limit: 100 })));

          const addNewer = () => accept(stores, { nowMs: nowMs + 10 });
          const down = await walk(stores, 'NEXT', null, limit, addNewer);
          expect(down.pages.flatMap((page) => page.map(({ id }) => id))).to.deep.equal(whole);

          const up = await walk(stores, 'PREVIOUS', down.last.previous, limit);
          const upwards = up.pages.reverse().flatMap((page) => page.map(({ id }) => id));
          const lastPage = ids(down.last);
          const now = ids(await stores.resends.list(query({ limit: 100 })));
          const above = down.pages.length === 1 ? [] : now.slice(0, -lastPage.length);
          if (down.pages.length > 1) expect(upwards).to.deep.equal(above);
          else expect(down.last.previous).to.equal(null);
        }),
        { numRuns: 25 },
      );
    });

    it('shows those of anyone in the accounts of the user, page by page', async () => {
      await using stores = await open();
      const accounts = [17, 18, 19, 20].map((id) => ({ id, number: `${id}` }));
      await seed(stores, [
        ...accounts.map((change) => accountRecord(change)),
        accountRecord({ id: 21, number: '21', userIds: [colleagueId] }),
      ]);
      const made: Resend[] = [];
      for (let index = 0; index < 23; index += 1) {
        const by = index % 2 === 0 ? userId : colleagueId;
        const accountId = index % 7 === 0 ? 17 : 17 + (index % 4);
        made.push(
          await accept(stores, { accountId, userId: by, nowMs: nowMs + Math.floor(index / 3) }),
        );
      }
      await accept(stores, { accountId: 21, userId: colleagueId });
      const expected = made.map(({ id }) => id).reverse();
      const anyone = { createdBy: 'anyone' } as const;
      const { pages, last } = await walk(stores, 'NEXT', null, 4, undefined, anyone);
      expect(pages.flatMap((resends) => ids({ resends }))).to.deep.equal(expected);
      const up = await walk(stores, 'PREVIOUS', last.previous, 4, undefined, anyone);
      const above = up.pages.reverse().flatMap((resends) => ids({ resends }));
      expect(above).to.deep.equal(expected.slice(0, -ids(last).length));
      const mine = made.filter((resend) => resend.userId === userId).map(({ id }) => id);
      expect(ids(await stores.resends.list(query({ limit: 50 })))).to.deep.equal(mine.reverse());
      const of18 = made.filter(({ accountId }) => accountId === 18).map(({ id }) => id);
      const filtered = await stores.resends.list(query({ ...anyone, accountId: 18 }));
      expect(ids(filtered)).to.deep.equal(of18.reverse());
      expect(ids(await stores.resends.list(query({ ...anyone, accountId: 21 })))).to.deep.equal([]);
    });

    it('loses the resends of an account with the access to it, and gets them back', async () => {
      await using stores = await open();
      const other = { ...otherAccount, userIds: [userId] };
      await seed(stores, [accountRecord(), accountRecord(other)]);
      const left = await accept(stores);
      const kept = await accept(stores, { accountId: 18 });
      const seen = async (createdBy: 'me' | 'anyone', by = userId) =>
        ids(await stores.resends.list(query({ createdBy, userId: by })));
      await seed(stores, [accountRecord({ userIds: [colleagueId] })]);
      expect(await seen('me')).to.deep.equal([kept.id]);
      expect(await seen('anyone')).to.deep.equal([kept.id]);
      expect(ids(await stores.resends.list(query({ accountId: 17 })))).to.deep.equal([]);
      const cursor = { createdAtMs: nowMs + 1, id: 1 };
      expect((await stores.resends.list(query({ cursor }))).resends).to.deep.equal([kept]);
      expect(await stores.resends.get(left.id, userId)).to.equal(null);
      expect(await stores.resends.statistics(left.id, userId)).to.equal(null);
      expect(await stores.resends.get(left.id, colleagueId)).to.deep.equal(left);
      expect(await seen('me', colleagueId)).to.deep.equal([]);
      expect(await seen('anyone', colleagueId)).to.deep.equal([left.id]);
      await seed(stores, [accountRecord()]);
      expect(await seen('me')).to.deep.equal([kept.id, left.id]);
    });

    it('keeps its cursors where a page is empty', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      await accept(stores);
      const below = { createdAtMs: nowMs - 1, id: 1 };
      const older = await stores.resends.list(query({ cursor: below }));
      expect(older).to.deep.equal({ resends: [], next: null, previous: below });
      const above = { createdAtMs: nowMs + 1, id: 1 };
      const newer = await stores.resends.list(query({ cursor: above, direction: 'PREVIOUS' }));
      expect(newer).to.deep.equal({ resends: [], next: above, previous: null });
    });
  });
}

import { expect } from 'chai';
import fc from 'fast-check';

import { endpointMatches } from '@webhooks/domain';
import type { EventKey, EventListFilters, EventListQuery, RecordedEvent } from '@webhooks/domain';

import {
  account,
  accountRecord,
  endpointRecord,
  event,
  eventQuery,
  otherAccount,
  seed,
  startUs,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const second = { ...account, id: 19, number: '19' };
const types = ['QR_CODE_COPY_AND_PASTE_PAID', 'PIX_CASHIN_RECEIVED', 'PIX_CASHOUT_SUCCESS'];

const keys = [
  { name: 'tag', value: 'x' },
  { name: 'tag', value: 'y' },
  { name: 'tx_id', value: 'x' },
] as const satisfies EventKey[];

/** The events of a user's accounts, page by page. */
export function eventListSuite(open: OpenStores): void {
  describe('list of events', () => {
    it('shows what was recorded, newest recording first, whenever it occurred', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      await record(stores, [
        event({ id: 'evt_1', outcome: 'FAILED' }),
        event({ id: 'evt_late', occurredAtUs: 1, objectReferenceId: null }),
      ]);
      const page = await list(stores, {});
      expect(page.events.map(({ id }) => id)).to.deep.equal(['evt_late', 'evt_1']);
      const { sequence, ...shown } = page.events[1] ?? { sequence: NaN };
      expect(sequence).to.be.lessThan(page.events[0]?.sequence ?? NaN);
      expect(shown).to.deep.equal({
        id: 'evt_1',
        accountId: account.id,
        account: { branchIdentifier: '0001', number: '123456' },
        resendType: 'CASHIN',
        objectReferenceId: 12345,
        type: 'QR_CODE_COPY_AND_PASTE_PAID',
        occurredAtUs: startUs,
        outcome: 'FAILED',
        payloadBytes: event().payload.length,
        accountName: null,
        keys: {},
      });
      expect(page).to.include({ next: null, previous: null });
    });

    it('shows nothing of accounts of others, by no filter', async () => {
      await using stores = await open();
      const theirs = { accountId: otherAccount.id, resendType: 'CASHOUT', type: 'X' } as const;
      await seed(stores, [
        accountRecord(),
        { kind: 'account', account: otherAccount },
        endpointRecord({ id: 'other', accountId: otherAccount.id, typeWebhook: 'CASHOUT' }),
      ]);
      await record(stores, [event({ id: 'evt_other', ...theirs })]);
      for (const filter of [
        {},
        { accountId: otherAccount.id },
        { resendType: 'CASHOUT' },
        { resendType: 'CASHOUT', objectReferenceId: 12345 },
        { types: ['X'] },
        { cursor: 99 },
        { cursor: 1, direction: 'PREVIOUS' },
      ] as const) {
        expect((await list(stores, filter)).events, JSON.stringify(filter)).to.deep.equal([]);
      }
      for (const endpointId of ['other', 'none']) {
        expect(await stores.events.list(eventQuery({ endpointId }))).to.equal(null);
      }
      const own = await list(stores, { userId: 300 });
      expect(own.events.map(({ id }) => id)).to.deep.equal(['evt_other']);
    });

    it('finds what comes in while it is walked at the front, and repeats nothing', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      await record(
        stores,
        [1, 2, 3, 4].map((n) => event({ id: `evt_${n}` })),
      );
      const first = await list(stores, { limit: 2 });
      await record(stores, [event({ id: 'evt_late', occurredAtUs: 1 })]);
      const rest = await list(stores, { limit: 9, cursor: first.next });
      expect(rest.events.map(({ id }) => id)).to.deep.equal(['evt_2', 'evt_1']);
      const cursor = first.events[0]?.sequence ?? null;
      const since = await list(stores, { cursor, direction: 'PREVIOUS' });
      expect(since.events.map(({ id }) => id)).to.deep.equal(['evt_late']);
    });

    it('passes many events that a filter leaves out, a part of them with each page', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      await record(stores, [event({ id: 'rare', type: 'RARE' })]);
      for (let part = 0; part < 12; part += 1) {
        const many = Array.from({ length: 1_000 }, (_, n) => event({ id: `evt_${part}_${n}` }));
        await record(stores, many);
      }
      const filter = { types: ['RARE'], limit: 5 };
      const first = await list(stores, filter);
      expect(first.events).to.deep.equal([]);
      expect(first.next).to.be.a('number');
      const { ids, pages } = await walk(stores, filter, 'NEXT');
      expect(ids).to.deep.equal(['rare']);
      expect(pages).to.equal(7);
      const back = await walk(stores, { ...filter, cursor: 1 }, 'PREVIOUS');
      expect(back.ids).to.deep.equal([]);
      expect(back.pages).to.equal(7);
    }).timeout(60_000);

    it('is what its filters say, in pages of any size, both ways', async () => {
      await using stores = await open();
      await seed(stores, [
        accountRecord(),
        { kind: 'account', account: second },
        { kind: 'account', account: otherAccount },
        endpointRecord({ id: 'all_in', typeWebhook: 'CASHIN' }),
        endpointRecord({ id: 'one_type', accountId: second.id, typeWebhook: types[2] as string }),
      ]);
      const events = fc.sample(anyEvent, { numRuns: 120, seed: 7 }).map(toEvent);
      await record(stores, events);
      const newestFirst = events.toReversed();
      await fc.assert(
        fc.asyncProperty(anyFilter, fc.integer({ min: 1, max: 9 }), async (filter, limit) => {
          const expected = newestFirst.filter(matches(filter)).map(({ id }) => id);
          const down = await walk(stores, { ...filter, limit }, 'NEXT');
          expect(down.ids).to.deep.equal(expected);
          const up = await walk(stores, { ...filter, limit, cursor: 0 }, 'PREVIOUS');
          expect(up.ids).to.deep.equal(expected);
        }),
        { numRuns: 80 },
      );
    }).timeout(60_000);
  });
}

const anyEvent = fc.record({
  accountId: fc.constantFrom(account.id, second.id, otherAccount.id),
  type: fc.constantFrom(...types),
  object: fc.option(fc.integer({ min: 1, max: 4 })),
  occurredAtUs: fc.integer({ min: 1, max: 50 }),
  keys: fc.subarray(keys, { maxLength: 2 }),
});

type AnyEvent = typeof anyEvent extends fc.Arbitrary<infer T> ? T : never;

function toEvent(given: AnyEvent, index: number): RecordedEvent {
  const { accountId, type, object, occurredAtUs, keys: own } = given;
  const resendType = type === types[2] ? 'CASHOUT' : 'CASHIN';
  // An object belongs to one account.
  const objectReferenceId = object === null ? null : accountId * 10 + object;
  return event({
    id: `evt_${index}`,
    accountId,
    resendType,
    type,
    objectReferenceId,
    occurredAtUs,
    keys: Object.fromEntries(own.map(({ name, value }) => [name, value])),
  });
}

type Filter = Partial<Omit<EventListFilters, 'cursor' | 'direction' | 'limit' | 'deliveryState'>>;

const anyFilter: fc.Arbitrary<Filter> = fc.record(
  {
    accountId: fc.constantFrom(null, account.id, second.id, otherAccount.id),
    resendType: fc.constantFrom('CASHIN' as const, 'CASHOUT' as const),
    objectReferenceId: fc.constantFrom(null, null, 171, 172, 191, 192, 181),
    startUs: fc.option(fc.integer({ min: 1, max: 50 })),
    endUs: fc.option(fc.integer({ min: 1, max: 50 })),
    types: fc.subarray(types),
    endpointId: fc.constantFrom(null, null, 'all_in', 'one_type'),
    key: fc.constantFrom(null, null, ...keys),
  },
  { requiredKeys: ['resendType'] },
);

/** The list said once more, over plain values. */
function matches(filter: Filter): (event: RecordedEvent) => boolean {
  const { accountId, resendType, objectReferenceId, startUs, endUs, endpointId, key } = filter;
  const wanted = filter.types ?? [];
  return (found) =>
    found.accountId !== otherAccount.id &&
    (accountId ?? found.accountId) === found.accountId &&
    (resendType ?? found.resendType) === found.resendType &&
    (objectReferenceId ?? found.objectReferenceId) === found.objectReferenceId &&
    (startUs ?? 0) <= found.occurredAtUs &&
    found.occurredAtUs <= (endUs ?? Infinity) &&
    (wanted.length === 0 || wanted.includes(found.type)) &&
    (!key || found.keys?.[key.name] === key.value) &&
    (endpointId !== 'all_in' ||
      (found.accountId === account.id && endpointMatches('CASHIN', found))) &&
    (endpointId !== 'one_type' ||
      (found.accountId === second.id && endpointMatches(types[2] as string, found)));
}

async function list({ events }: Stores, change: Partial<EventListQuery>) {
  const page = await events.list(eventQuery(change));
  if (page === null) throw new Error('no such endpoint');
  return page;
}

/** Follows the cursors of one way to the end; what it found is newest first. */
async function walk(
  stores: Stores,
  filter: Partial<EventListQuery>,
  direction: 'NEXT' | 'PREVIOUS',
): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = [];
  let cursor = filter.cursor ?? null;
  for (let pages = 1; pages < 200; pages += 1) {
    const page = await list(stores, { ...filter, direction, cursor });
    const found = page.events.map(({ id }) => id);
    if (direction === 'NEXT') ids.push(...found);
    else ids.unshift(...found);
    cursor = direction === 'NEXT' ? page.next : page.previous;
    if (cursor === null) return { ids, pages };
  }
  throw new Error('the walk has no end');
}

async function record(stores: Stores, events: readonly RecordedEvent[]): Promise<void> {
  await seed(
    stores,
    events.map((one) => ({ kind: 'event', event: one })),
  );
}

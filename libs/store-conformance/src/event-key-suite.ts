import { expect } from 'chai';

import type { EventListQuery, ListedEvent, RecordedEvent } from '@webhooks/domain';

import {
  account,
  accountRecord,
  actor,
  event,
  eventQuery,
  eventRecord,
  nowMs,
  otherAccount,
  seed,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const second = { ...account, id: 19, number: '19' };

/** What else events are known by. */
export function eventKeySuite(open: OpenStores): void {
  describe('keys of events', () => {
    it('finds events by a key, in every account of the user or in one, and in no other', async () => {
      await using stores = await open();
      await seed(stores, [
        accountRecord({ name: 'Loja Central' }),
        { kind: 'account', account: second },
        { kind: 'account', account: otherAccount },
      ]);
      const keyed = { keys: { tx_id: 'order66', tag: 'é' } };
      await seed(stores, [
        eventRecord({ id: 'evt_1', ...keyed }),
        eventRecord({ id: 'evt_2', accountId: second.id, objectReferenceId: null, ...keyed }),
        eventRecord({
          id: 'evt_other',
          accountId: otherAccount.id,
          objectReferenceId: null,
          ...keyed,
        }),
        eventRecord({ id: 'evt_3', keys: { tag: 'order66' } }),
      ]);
      const key = { name: 'tx_id', value: 'order66' } as const;
      const found = async (change: Partial<EventListQuery>) =>
        (await list(stores, { key, ...change })).map(({ id }) => id);
      expect(await found({})).to.deep.equal(['evt_2', 'evt_1']);
      expect(await found({ accountId: account.id })).to.deep.equal(['evt_1']);
      expect(await found({ resendType: 'CASHIN', objectReferenceId: 12345 })).to.deep.equal([
        'evt_1',
      ]);
      expect(await found({ key: { name: 'tag', value: 'e' } })).to.deep.equal([]);
      const [shown] = await list(stores, { key, accountId: account.id });
      expect(shown).to.deep.include({ ...keyed, accountName: 'Loja Central' });
      expect((await stores.events.get('evt_3', userId))?.event.keys).to.deep.equal({
        tag: 'order66',
      });
    });

    it('keeps a key that is set, and takes what a repetition adds', async () => {
      await using stores = await open();
      const keyed = (keys: RecordedEvent['keys'] = {}) =>
        ({ kind: 'event', event: event({ keys }) }) as const;
      await seed(stores, [accountRecord(), keyed({ tx_id: 'a' }), keyed({ tag: 'b' }), keyed()]);
      const contradictions = [keyed({ tx_id: 'other', correlation_id: 'c' }), keyed({ tag: '' })];
      const differs = 'differs from what was recorded before';
      expect(await stores.catalog.write(contradictions, nowMs, actor)).to.deep.equal([
        { field: 'event.keys.tx_id', message: differs },
        { field: 'event.keys.tag', message: differs },
      ]);
      const shown = await stores.events.get('evt_1', userId);
      expect(shown?.event.keys).to.deep.equal({ tx_id: 'a', tag: 'b' });
    });
  });
}

async function list(
  { events }: Stores,
  change: Partial<EventListQuery>,
): Promise<readonly ListedEvent[]> {
  const page = await events.list(eventQuery(change));
  return page?.events ?? [];
}

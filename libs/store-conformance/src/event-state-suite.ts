import { expect } from 'chai';
import fc from 'fast-check';

import type { EventListQuery } from '@webhooks/domain';

import {
  accountRecord,
  endpointRecord,
  eventQuery,
  eventRecords,
  lead,
  outcomeRecord,
  seed,
} from './fixtures.ts';
import { histories } from './history.ts';
import { allEvents } from './listed-pairs.ts';
import { expectedSet } from './model.ts';
import { createReplay } from './replay.ts';
import type { OpenStores, Stores } from './stores.ts';

const states = ['FAILED', 'NEVER_ATTEMPTED', 'UNDELIVERED'] as const;

/** Lists of events by what is known of them at the endpoints that want them. */
export function eventStateSuite(open: OpenStores): void {
  describe('list of events by delivery state', () => {
    it('holds the events that a resend with that state would send, for any history', async function () {
      this.timeout(60_000);
      await using stores = await open();
      const fence = await lead(stores);
      let accounts = 0;
      let found = 0;
      await fc.assert(
        fc.asyncProperty(histories, fc.integer({ min: 1, max: 4 }), async (history, limit) => {
          accounts += 1;
          const replay = await createReplay(stores, fence, accounts, history);
          for (const step of history.before) await replay.take(step);
          const { model } = replay;
          const { resendType, range, eventTypes, objectReferenceId } = replay.selection;
          const endpointIds = replay.selection.endpointIds.slice(0, 1);
          for (const deliveryState of states) {
            // What lists of events cannot be asked for is left out.
            const plain = { list: null, includeInHand: false, latestOnly: false };
            const selection = { ...replay.selection, ...plain, endpointIds, deliveryState };
            const listed = await all(stores, {
              ...{ accountId: accounts, resendType, deliveryState, types: eventTypes, limit },
              objectReferenceId,
              ...{ startUs: range?.startUs ?? null, endUs: range?.endUs ?? null },
              endpointId: endpointIds[0] ?? null,
            });
            const expected = new Set(expectedSet(model, selection).map(({ eventId }) => eventId));
            const inOrder = model.events.map(({ id }) => id).filter((id) => expected.has(id));
            expect(listed, deliveryState).to.deep.equal(inOrder.reverse());
            found += listed.length;
          }
        }),
        { numRuns: 100 },
      );
      expect(found).to.be.greaterThan(10);
    });

    it('looks at so many events a call, and leads on', async () => {
      await using stores = await open();
      const endpoints = ['ep_1', 'ep_2'].map((id) => endpointRecord({ id }));
      await seed(stores, [accountRecord(), ...endpoints, ...eventRecords(900)]);
      const reported = { eventId: 'evt_1', endpointId: 'ep_2', outcome: 'FAILED' } as const;
      await seed(stores, [outcomeRecord(reported)]);
      const failed = { deliveryState: 'FAILED' } as const;
      const first = await stores.events.list(eventQuery(failed));
      expect(first?.events).to.deep.equal([]);
      expect(first?.next).to.not.equal(null);
      expect(await all(stores, failed)).to.deep.equal(['evt_1']);
      expect(await all(stores, { ...failed, endpointId: 'ep_2' })).to.deep.equal(['evt_1']);
      expect(await all(stores, { ...failed, endpointId: 'ep_1' })).to.deep.equal([]);
      const undelivered = { deliveryState: 'UNDELIVERED', limit: 100 } as const;
      expect(await all(stores, undelivered)).to.have.length(900);
    });
  });
}

/** The ids of all pages. */
async function all(stores: Stores, change: Partial<EventListQuery>): Promise<string[]> {
  return (await allEvents(stores, change)).map(({ id }) => id);
}

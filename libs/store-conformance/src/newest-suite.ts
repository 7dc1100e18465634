import { expect } from 'chai';

import type { ResendSelection } from '@webhooks/domain';

import { countAll, deliverAll, start } from './dispatching.ts';
import {
  accept,
  account,
  accountRecord,
  endpointRecord,
  eventRecord,
  lead,
  nowMs,
  originalRetryForMs,
  seed,
  selection,
  startUs,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

/** Two objects with two events each, one event of no object; the last of each is a REFUND. */
const events = [
  eventRecord({ id: 'evt_1', objectReferenceId: 1, type: 'PAID' }),
  eventRecord({ id: 'evt_2', objectReferenceId: 2, type: 'PAID', occurredAtUs: startUs + 1 }),
  // Later, although it occurred at the same microsecond.
  eventRecord({ id: 'evt_3', objectReferenceId: 1, type: 'REFUND' }),
  eventRecord({ id: 'evt_4', objectReferenceId: null, type: 'PAID', occurredAtUs: startUs + 2 }),
  eventRecord({ id: 'evt_5', objectReferenceId: 2, type: 'REFUND', occurredAtUs: startUs + 3 }),
];

/** What holds for resends of the newest event of each object alone. */
export function newestSuite(open: OpenStores): void {
  describe('resend of what is newest', () => {
    it('takes of each object the last that else is selected, and counts what is newer', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...events]);
      expect(await setOf(stores, {})).to.deep.equal([['evt_3', 'evt_4', 'evt_5'], 0]);
      const paid = { eventTypes: ['PAID'] };
      expect(await setOf(stores, paid)).to.deep.equal([['evt_1', 'evt_2', 'evt_4'], 2]);
      const early = { range: { startUs: 0, endUs: startUs + 2 } };
      expect(await setOf(stores, early)).to.deep.equal([['evt_3', 'evt_2', 'evt_4'], 1]);
      const listed = { field: 'event_ids', entries: ['evt_1', 'evt_2', 'evt_5'] } as const;
      expect(await setOf(stores, { list: listed })).to.deep.equal([['evt_1', 'evt_5'], 1]);
      const object = { objectReferenceId: 2 };
      expect(await setOf(stores, object)).to.deep.equal([['evt_5'], 0]);
    });

    it('asks for the outcome of the newest alone', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...events]);
      const fence = await lead(stores);
      const refunds = selection({ eventTypes: ['REFUND'] });
      await deliverAll(stores, fence, (await accept(stores, { selection: refunds })).id);
      const missing = { deliveryState: 'UNDELIVERED' } as const;
      expect(await setOf(stores, missing)).to.deep.equal([['evt_4'], 0]);
    });

    it('stays what it was at acceptance, and is in hand as such', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...events]);
      const { id } = await accept(stores, { selection: selection({ latestOnly: true }) });
      const late = { id: 'evt_6', objectReferenceId: 1, occurredAtUs: startUs + 9 };
      await seed(stores, [eventRecord(late)]);
      const undelivered = selection({ deliveryState: 'UNDELIVERED' });
      expect((await previewOf(stores, undelivered)).undelivered?.heldByResend).to.equal(3);
      expect(await countAll(stores, id)).to.equal(3);
    });
  });
}

/** Ids of the events in the order in which they are planned, and how many have a newer one outside. */
async function setOf(stores: Stores, change: Partial<ResendSelection>) {
  const asked = selection({ ...change, latestOnly: true });
  const { newerOutside, deliveries } = await previewOf(stores, asked);
  const fence = await lead(stores);
  const { id } = await accept(stores, { selection: asked });
  const planned = await start(stores, fence, id);
  expect(planned.length, 'planned').to.equal(deliveries);
  return [planned.map(({ eventId }) => eventId), newerOutside];
}

async function previewOf({ previews }: Stores, asked: ResendSelection) {
  const place = { userId, accountId: account.id, deliverTo: null };
  const request = { ...place, selection: asked, originalRetryForMs };
  const result = await previews.preview(request, 60_000, nowMs);
  if (result.kind !== 'previewed') throw new Error(`not previewed: ${JSON.stringify(result)}`);
  return result.preview;
}

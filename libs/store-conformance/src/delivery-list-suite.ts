import { expect } from 'chai';
import fc from 'fast-check';

import { ANY_DELIVERY } from '@webhooks/domain';
import type {
  AttemptRecord,
  Delivery,
  DeliveryFilter,
  DeliveryListQuery,
  DeliveryState,
  PlannedDelivery,
} from '@webhooks/domain';

import { delivered, failed, retrying, start, unattempted } from './dispatching.ts';
import {
  accept,
  accountRecord,
  endpointRecord,
  eventRecords,
  lead,
  nowMs,
  seed,
  startUs,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const states = ['PENDING', 'DELIVERED', 'FAILED', 'RETRYING', 'CANCELLED', 'SKIPPED'] as const;

/** What holds for lists of deliveries. */
export function deliveryListSuite(open: OpenStores): void {
  describe('list of deliveries', () => {
    /** A resend of 8 events to 2 endpoints, its deliveries in states that go round. */
    async function work(stores: Stores): Promise<{ id: number; states: DeliveryState[] }> {
      const endpoints = ['ep_1', 'ep_2'].map((id) => endpointRecord({ id }));
      await seed(stores, [accountRecord(), ...endpoints, ...eventRecords(8)]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      const deliveries = await start(stores, fence, id);
      const reached = deliveries.map(
        (_, index): DeliveryState => states[(index * 5) % states.length] ?? 'PENDING',
      );
      const records = deliveries.flatMap((delivery, index) =>
        recordingsOf(delivery, reached[index] ?? 'PENDING'),
      );
      await stores.dispatch.record(fence, records, nowMs);
      return { id, states: reached };
    }

    function positionsIn(reached: readonly DeliveryState[], state: DeliveryState | null): number[] {
      return reached.flatMap((own, index) => (state === null || own === state ? [index + 1] : []));
    }

    async function walk(
      stores: Stores,
      query: Omit<DeliveryListQuery, 'cursorPosition'>,
      from: number | null,
    ): Promise<{ positions: number[][]; end: number | null }> {
      const positions: number[][] = [];
      let cursorPosition = from;
      for (;;) {
        const page = await stores.resends.listDeliveries({ ...query, cursorPosition });
        positions.push(page.deliveries.map(({ position }) => position));
        const isNext = query.direction === 'NEXT';
        cursorPosition = isNext ? page.next : page.previous;
        if (cursorPosition === null) return { positions, end: isNext ? page.previous : page.next };
      }
    }

    it('shows the event and the state of each delivery', async () => {
      await using stores = await open();
      const { id } = await work(stores);
      const query = { ...ANY_DELIVERY, resendId: id, cursorPosition: null, limit: 2 } as const;
      const page = await stores.resends.listDeliveries({ ...query, direction: 'NEXT' });
      expect(page.deliveries[1]).to.deep.equal({
        resendId: id,
        position: 2,
        eventId: 'evt_1',
        eventType: 'QR_CODE_COPY_AND_PASTE_PAID',
        eventOccurredAtUs: startUs,
        objectReferenceId: 1000,
        endpointId: 'ep_2',
        state: 'SKIPPED',
        reason: 'endpoint_gone',
        attempts: 0,
        lastHttpStatus: null,
        lastErrorClass: null,
        isDuplicate: null,
        nextAttemptAtMs: null,
        settledAtMs: nowMs,
      });
      expect(page.next).to.equal(2);
      expect(page.previous).to.equal(null);
    });

    it('loses and repeats nothing in either direction, in any state', async () => {
      await using stores = await open();
      const { id, states: reached } = await work(stores);
      const state = fc.constantFrom(null, ...states);
      await fc.assert(
        fc.asyncProperty(state, fc.integer({ min: 1, max: 6 }), async (filter, limit) => {
          const expected = positionsIn(reached, filter);
          const query = { ...ANY_DELIVERY, resendId: id, state: filter, limit };
          const down = await walk(stores, { ...query, direction: 'NEXT' }, null);
          expect(down.positions.flat()).to.deep.equal(expected);
          if (down.end === null) return;
          const up = await walk(stores, { ...query, direction: 'PREVIOUS' }, down.end);
          const above = down.positions.slice(0, -1).flat();
          const top = up.positions.at(-1);
          expect(up.positions.reverse().flat()).to.deep.equal(above);
          expect(up.end).to.equal(top?.at(-1));
        }),
        { numRuns: 60 },
      );
    });

    it('lets through exactly what all filters ask for, however they are paged', async () => {
      await using stores = await open();
      const { id } = await work(stores);
      const anything = { ...ANY_DELIVERY, resendId: id, direction: 'NEXT', limit: 50 } as const;
      const page = await stores.resends.listDeliveries({ ...anything, cursorPosition: null });
      const filters = fc.record({
        state: fc.constantFrom(null, ...states),
        endpointId: fc.constantFrom(null, 'ep_1', 'ep_2', 'ep_3'),
        eventType: fc.constantFrom(null, 'QR_CODE_COPY_AND_PASTE_PAID', 'PIX_CASHIN_RECEIVED'),
        eventId: fc.constantFrom(null, 'evt_1', 'evt_2', 'evt_9'),
        httpStatus: fc.constantFrom(null, 204, 500),
        errorClass: fc.constantFrom(null, 'http_status' as const, 'dns' as const),
      });
      await fc.assert(
        fc.asyncProperty(filters, fc.integer({ min: 1, max: 6 }), async (filter, limit) => {
          const expected = page.deliveries.filter((delivery) => isLetThrough(delivery, filter));
          const query = { ...filter, resendId: id, direction: 'NEXT', limit } as const;
          const { positions } = await walk(stores, query, null);
          expect(positions.flat()).to.deep.equal(expected.map(({ position }) => position));
        }),
        { numRuns: 200 },
      );
    });

    it('finds a delivery behind more than one call looks at, in both directions', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(2_500)]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      const deliveries = await start(stores, fence, id);
      const found = deliveries[2_300];
      if (found === undefined) throw new Error('it is not planned');
      await stores.dispatch.record(fence, [failed(found)], nowMs);
      const query = { ...ANY_DELIVERY, resendId: id, httpStatus: 500, limit: 5 };
      const down = await walk(stores, { ...query, direction: 'NEXT' }, null);
      expect(down.positions).to.deep.equal([[], [], [2_301]]);
      const waiting = { ...query, httpStatus: null, eventType: 'NONE', state: 'PENDING' } as const;
      const none = await walk(stores, { ...waiting, direction: 'NEXT' }, null);
      expect(none.positions.flat()).to.deep.equal([]);
      expect(none.positions.length).to.equal(3);
      const up = await walk(stores, { ...query, direction: 'PREVIOUS' }, 2_500);
      expect(up.positions.flat()).to.deep.equal([2_301]);
      expect(up.positions.length).to.equal(3);
    });
  });
}

function isLetThrough(delivery: Delivery, filter: DeliveryFilter): boolean {
  const isGiven = <T>(wanted: T | null, is: T | null) => wanted === null || wanted === is;
  return (
    isGiven(filter.state, delivery.state) &&
    isGiven(filter.endpointId, delivery.endpointId) &&
    isGiven(filter.eventType, delivery.eventType) &&
    isGiven(filter.eventId, delivery.eventId) &&
    isGiven(filter.httpStatus, delivery.lastHttpStatus) &&
    isGiven(filter.errorClass, delivery.lastErrorClass)
  );
}

/** What brings a planned delivery into a state. */
function recordingsOf(delivery: PlannedDelivery, state: DeliveryState): AttemptRecord[] {
  switch (state) {
    case 'PENDING':
      return [];
    case 'DELIVERED':
      return [delivered(delivery)];
    case 'FAILED':
      return [failed(delivery)];
    case 'RETRYING':
      return [retrying(delivery, nowMs + 5)];
    case 'CANCELLED':
      return [unattempted(delivery, { state, reason: 'cancelled' })];
    case 'SKIPPED':
      return [unattempted(delivery, { state, reason: 'endpoint_gone' })];
  }
}

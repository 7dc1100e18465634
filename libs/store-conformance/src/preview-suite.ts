import { expect } from 'chai';
import fc from 'fast-check';

import { noOptions } from '@webhooks/domain';
import type {
  LastOutcome,
  ResendPreview,
  ResendSelection,
  UndeliveredCounts,
} from '@webhooks/domain';

import { begin, delivered, failed, planAll, start } from './dispatching.ts';
import {
  accept,
  account,
  accountRecord,
  endpointRecord,
  eventRecord,
  eventRecords,
  lead,
  nowMs,
  originalRetryForMs,
  seed,
  selection,
} from './fixtures.ts';
import { histories, pageLimits } from './history.ts';
import { expectedSet, lastOutcome, selectedEvents, standing, newerOutside } from './model.ts';
import type { Model } from './model.ts';
import { createReplay } from './replay.ts';
import type { OpenStores, Stores } from './stores.ts';

/** Time enough for any of them. */
const forMs = 60_000;

/** What holds for previews. */
export function previewSuite(open: OpenStores): void {
  describe('preview of a resend', () => {
    it('shows disabled endpoints as skipped where a resend would go to them', async () => {
      await using stores = await open();
      const disabled = endpointRecord({ id: 'ep_off', disabledReason: 'by_owner' });
      await seed(stores, [accountRecord(), endpointRecord(), disabled, eventRecord()]);

      const usual = await previewOf(stores);
      expect(usual).to.deep.include({ deliveries: 1, skipped: 0 });
      expect(usual.byEndpoint).to.deep.equal([{ key: 'ep_in', deliveries: 1, skipped: 0 }]);

      const named = await previewOf(stores, { endpointIds: ['ep_in', 'ep_off'] });
      expect(named).to.deep.include({ events: 1, deliveries: 2, skipped: 1 });
      expect(named.byEndpoint).to.deep.equal([
        { key: 'ep_in', deliveries: 1, skipped: 0 },
        { key: 'ep_off', deliveries: 1, skipped: 1 },
      ]);
    });

    it('tells what would wait for endpoints that fail, beside what would be skipped', async () => {
      await using stores = await open();
      const fence = await lead(stores);
      const ids = ['ep_fails', 'ep_in', 'ep_off', 'ep_worse'];
      const endpoints = ids.map((id) =>
        endpointRecord({ id, disabledReason: id === 'ep_off' ? 'by_owner' : null }),
      );
      const typed = endpointRecord({ id: 'ep_some', typeWebhook: 'PIX_CASHIN_REFUNDED' });
      const other = eventRecord({ id: 'evt_other', type: 'PIX_CASHIN_REFUNDED' });
      await seed(stores, [accountRecord(), ...endpoints, typed, ...eventRecords(2), other]);
      const limits = { recoverAfterMs: 600_000, tellAfterMs: 60_000 };
      const failing = ['ep_fails', 'ep_off', 'ep_some'];
      const retryAtMs = nowMs + 40_000;
      const breakers = failing.map((endpointId) => ({ endpointId, retryAtMs, atMs: nowMs }));
      await stores.dispatch.saveBreakers(fence, breakers, limits);

      const preview = await previewOf(stores, { endpointIds: [...ids, 'ep_some'] });
      expect(preview).to.deep.include({ deliveries: 13, skipped: 3, waiting: 4 });
      const waits = { waitingFor: 'breaker', nextTestAtMs: retryAtMs };
      expect(preview.waitingAt).to.deep.equal([
        { endpointId: 'ep_fails', deliveries: 3, ...waits },
        { endpointId: 'ep_some', deliveries: 1, ...waits },
      ]);
      const closed = failing.map((endpointId) => ({ endpointId, retryAtMs: null, atMs: nowMs }));
      await stores.dispatch.saveBreakers(fence, closed, limits);
      expect(await previewOf(stores)).to.deep.include({ waiting: 0, waitingAt: [] });
    });

    it('counts the events that no endpoint wants where there is nothing to deliver', async () => {
      await using stores = await open();
      const other = endpointRecord({ typeWebhook: 'SOMETHING_ELSE' });
      await seed(stores, [accountRecord(), other, ...eventRecords(3)]);
      const preview = await previewOf(stores);
      expect(preview).to.deep.include({ events: 0, deliveries: 0, unmatchedEvents: 3 });
      expect(preview).to.deep.include({ oldestEventAtUs: null, newestEventAtUs: null });
    });

    it('goes by the latest outcome of each delivery, whatever the original one was', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(3)]);
      const fence = await lead(stores);
      const [one, other] = await start(stores, fence, (await accept(stores)).id);
      if (one === undefined || other === undefined) throw new Error('too little planned');
      await stores.dispatch.record(fence, [delivered(one), failed(other)], nowMs);
      expect((await previewOf(stores)).byLastOutcome).to.deep.equal({
        DELIVERED: { deliveries: 1, skipped: 0 },
        FAILED: { deliveries: 1, skipped: 0 },
        RETRYING: { deliveries: 0, skipped: 0 },
        NEVER_ATTEMPTED: { deliveries: 0, skipped: 0 },
        UNKNOWN: { deliveries: 1, skipped: 0 },
      });
    });

    it('refuses an endpoint of somebody else', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const asked = selection({ endpointIds: ['ep_in', 'ep_other'] });
      const place = { userId: 246, accountId: account.id, deliverTo: null };
      const request = { ...place, selection: asked, originalRetryForMs };
      const result = await stores.previews.preview(request, forMs, nowMs);
      expect(result).to.deep.equal({ kind: 'endpoint_not_found', endpointId: 'ep_other' });
    });

    it('says how far it came, and goes on from there with the numbers of its moment', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(3_000)]);
      const request = {
        userId: 246,
        accountId: account.id,
        selection: selection(),
        deliverTo: null,
        originalRetryForMs,
      };
      const first = await stores.previews.preview(request, 0, nowMs);
      if (first.kind !== 'counting') throw new Error(`not counting: ${JSON.stringify(first)}`);
      expect(first.countedSoFar).to.be.within(0, 2_999);
      await seed(stores, [eventRecord({ id: 'evt_late' })]);
      const other = await stores.previews.preview({ ...request, userId: 247 }, forMs, nowMs);
      expect(other, 'of another user').to.have.nested.property('preview.deliveries', 3_001);
      const same = await stores.previews.preview(request, forMs, nowMs);
      expect(same).to.have.nested.property('preview.deliveries', 3_000);
      const again = await stores.previews.preview(request, forMs, nowMs);
      expect(again, 'asked anew').to.have.nested.property('preview.deliveries', 3_001);
    });

    it('is the same in parts, and lets other work go between them', async () => {
      await using stores = await open();
      const endpoints = ['ep_1', 'ep_2'].map((id) => endpointRecord({ id }));
      await seed(stores, [accountRecord(), ...endpoints, ...eventRecords(3_000)]);
      let turns = 0;
      const turn = (): void => {
        turns += 1;
        pending = setImmediate(turn);
      };
      let pending = setImmediate(turn);
      const preview = await previewOf(stores);
      clearImmediate(pending);
      expect(preview).to.deep.include({ events: 3_000, deliveries: 6_000 });
      expect(turns).to.be.at.least(3);
    });

    it('is what would be counted and planned, whatever happens meanwhile', async function () {
      this.timeout(60_000);
      await using stores = await open();
      const fence = await lead(stores);
      let accountId = 0;
      await fc.assert(
        fc.asyncProperty(histories, pageLimits, async (history, pages) => {
          accountId += 1;
          const replay = await createReplay(stores, fence, accountId, history);
          for (const step of history.before) await replay.take(step);
          const { model, selection: asked, deliverTo } = replay;
          const everything: ResendSelection = { ...asked, deliveryState: 'ALL', range: null };
          const known = await previewOf(stores, everything, accountId);
          expect(inOrderOfKeys(known), 'all').to.deep.equal(expectedPreview(model, everything));
          const expected = expectedPreview(model, asked, deliverTo);
          const previewing = previewOf(stores, asked, accountId, deliverTo);
          const pairs = expectedSet(model, asked, deliverTo);
          const options = { ...noOptions, deliverTo };
          const { id } = await accept(stores, { accountId, selection: asked, options });
          replay.hold(id, pairs);
          for (const step of history.after) await replay.take(step);

          const preview = await previewing;
          expect(inOrderOfKeys(preview)).to.deep.equal(expected);
          expect(await begin(stores, fence, id), 'counted').to.equal(preview.deliveries);
          if (preview.deliveries === 0) return;
          const planned = await planAll(stores, fence, id, pages);
          expect(planned.length, 'planned').to.equal(preview.deliveries);
          expect(new Set(planned.map(({ eventId }) => eventId)).size).to.equal(preview.events);
        }),
        { numRuns: 120 },
      );
    });
  });
}

async function previewOf(
  stores: Stores,
  asked: Partial<ResendSelection> = {},
  accountId = account.id,
  deliverTo: string | null = null,
): Promise<ResendPreview> {
  const place = { userId: 246, accountId, deliverTo };
  const request = { ...place, selection: selection(asked), originalRetryForMs };
  const result = await stores.previews.preview(request, forMs, nowMs);
  if (result.kind !== 'previewed') throw new Error(`not previewed: ${JSON.stringify(result)}`);
  return result.preview;
}

/** The preview of a selection now, said the simple way. */
function expectedPreview(
  model: Model,
  asked: ResendSelection,
  deliverTo: string | null = null,
): ResendPreview {
  const pairs = expectedSet(model, asked, deliverTo);
  const disabled = new Set(model.endpoints.filter((own) => !own.isEnabled).map(({ id }) => id));
  const deliveries = pairs.map((pair) => {
    const event = model.events.find(({ id }) => id === pair.eventId);
    if (event === undefined) throw new Error(`no event ${pair.eventId}`);
    const isSkipped = disabled.has(pair.endpointId);
    const outcome = deliverTo === null ? lastOutcome(model, event, pair) : 'UNKNOWN';
    return { ...pair, event, outcome, isSkipped };
  });
  const countOf = (of: typeof deliveries) => ({
    deliveries: of.length,
    skipped: of.filter(({ isSkipped }) => isSkipped).length,
  });
  const keyed = (keyOf: (delivery: (typeof deliveries)[number]) => string) =>
    [...new Set(deliveries.map(keyOf))]
      .sort()
      .map((key) => ({ key, ...countOf(deliveries.filter((own) => keyOf(own) === key)) }));
  const withOutcome = (wanted: LastOutcome) =>
    countOf(deliveries.filter(({ outcome }) => outcome === wanted));
  const times = deliveries.map(({ event }) => event.occurredAtUs);
  const isUnmatched = expectedSet(model, anyState(asked), deliverTo).length === 0;
  return {
    ...countOf(deliveries),
    events: new Set(pairs.map(({ eventId }) => eventId)).size,
    byEventType: keyed(({ event }) => event.type),
    byEndpoint: keyed(({ endpointId }) => endpointId),
    byLastOutcome: {
      DELIVERED: withOutcome('DELIVERED'),
      FAILED: withOutcome('FAILED'),
      RETRYING: withOutcome('RETRYING'),
      NEVER_ATTEMPTED: withOutcome('NEVER_ATTEMPTED'),
      UNKNOWN: withOutcome('UNKNOWN'),
    },
    undelivered:
      asked.deliveryState === 'UNDELIVERED' ? expectedCounts(model, asked, deliverTo) : null,
    newerOutside: asked.latestOnly ? newerOutside(model, pairs) : null,
    oldestEventAtUs: times.length === 0 ? null : Math.min(...times),
    newestEventAtUs: times.length === 0 ? null : Math.max(...times),
    unmatchedEvents: isUnmatched ? selectedEvents(model, asked).length : 0,
    waiting: 0,
    waitingAt: [],
  };
}

function anyState(asked: ResendSelection): ResendSelection {
  return { ...asked, deliveryState: 'ALL' };
}

/** The nearer to be sent, the later. */
const nearness = ['alreadyDelivered', 'heldByResend', 'retriedBySender', 'free'] as const;

function expectedCounts(
  model: Model,
  asked: ResendSelection,
  deliverTo: string | null,
): UndeliveredCounts {
  const usual = expectedSet(model, anyState(asked));
  const stands = expectedSet(model, anyState(asked), deliverTo).map((pair) => {
    const event = model.events.find(({ id }) => id === pair.eventId);
    if (event === undefined) throw new Error(`no event ${pair.eventId}`);
    if (deliverTo === null) return standing(model, event, pair);
    const ofEvent = usual.filter(({ eventId }) => eventId === pair.eventId);
    const found = ofEvent.map((own) => nearness.indexOf(standing(model, event, own)));
    return nearness[Math.max(...found)];
  });
  const countOf = (as: keyof UndeliveredCounts) => stands.filter((own) => own === as).length;
  return {
    alreadyDelivered: countOf('alreadyDelivered'),
    heldByResend: countOf('heldByResend'),
    retriedBySender: countOf('retriedBySender'),
  };
}

/** The lists come with the most deliveries first; equal numbers have no order of their own. */
function inOrderOfKeys(preview: ResendPreview): ResendPreview {
  const byKey = (one: { key: string }, other: { key: string }) => (one.key < other.key ? -1 : 1);
  return {
    ...preview,
    byEventType: preview.byEventType.toSorted(byKey),
    byEndpoint: preview.byEndpoint.toSorted(byKey),
  };
}

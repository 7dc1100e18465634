import { expect } from 'chai';
import { ANY_RESEND, DomainError, MAX_PREDECESSORS, noOptions } from '@webhooks/domain';
import type { Fence, ResendOptions } from '@webhooks/domain';

import { after, begin, delivered, deliverAll, retrying, start } from './dispatching.ts';
import {
  accept,
  accountRecord,
  colleagueId,
  current,
  endpointRecord,
  eventRecord,
  eventRecords,
  lead,
  nowMs,
  request,
  seed,
  userId,
  actor,
  startUs,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const laterMs = nowMs + 60_000;
const page = { rows: 10, bytes: 1_000_000 };

/** What holds for how resends are carried out. */
export function optionSuite(open: OpenStores): void {
  describe('options of a resend', () => {
    const later: ResendOptions = { ...noOptions, notBeforeMs: laterMs };

    async function claimed({ dispatch }: Stores, fence: Fence, id: number, atMs: number) {
      const { resends } = await dispatch.claim(fence, [id], page, atMs);
      return resends.map(({ work }) => work.id);
    }

    async function refusal(asked: Promise<unknown>): Promise<string> {
      const error: unknown = await asked.catch((thrown: unknown) => thrown);
      return error instanceof DomainError ? error.code : 'not refused';
    }

    async function jobs({ resends }: Stores): Promise<readonly number[]> {
      return (await resends.unpublishedJobs(10)).map(({ resendId }) => resendId);
    }

    it('are shown, and kept in the audit trail', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const options: ResendOptions = { ...later, name: 'Lost on Monday', reason: 'A deploy' };
      const { id } = await accept(stores, { options });
      expect((await current(stores, id)).options).to.deep.equal(options);
      const query = { filter: { by: 'resend', id }, beforeId: null, limit: 10 } as const;
      const { records } = await stores.audit.list(query);
      expect(records.map((record) => record.options)).to.deep.equal([options]);
    });

    it('put a resend off: it has no job, and nobody may begin it, until its time has come', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(1)]);
      const fence = await lead(stores);
      const [result] = await stores.resends.accept([request({ options: later })]);
      if (result?.kind !== 'accepted') throw new Error('not accepted');
      const { id } = result.resend;
      expect(result.job).to.equal(null);
      expect(await stores.resends.queueDueJobs(laterMs - 1, 10)).to.equal(0);
      expect(await jobs(stores)).to.deep.equal([]);
      expect(await stores.dispatch.pendingResends(0, 10)).to.deep.equal([]);
      expect(await claimed(stores, fence, id, laterMs)).to.deep.equal([]);

      expect(await stores.resends.queueDueJobs(laterMs, 10)).to.equal(1);
      expect(await stores.resends.queueDueJobs(laterMs, 10)).to.equal(0);
      expect(await jobs(stores)).to.deep.equal([id]);
      expect(await stores.dispatch.pendingResends(0, 10)).to.deep.equal([{ id, mode: 'bulk' }]);
      expect(await claimed(stores, fence, id, laterMs)).to.deep.equal([id]);
    });

    it('begin at once what was put off to a moment that is past', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const { id, options } = await accept(stores, { options: { ...later, notBeforeMs: nowMs } });
      expect(options).to.deep.equal(noOptions);
      expect(await jobs(stores)).to.deep.equal([id]);
    });

    it('let the time to expire begin when a resend may be started', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const putOff = await accept(stores, { options: later });
      const other = await accept(stores, { nowMs: nowMs + 5 });
      const { dispatch } = stores;
      expect(await dispatch.startableBefore(nowMs + 6, 10)).to.deep.equal([other.id]);
      expect(await dispatch.startableBefore(laterMs, 10)).to.deep.equal([other.id]);
      expect(await dispatch.startableBefore(laterMs + 1, 10)).to.deep.equal([other.id, putOff.id]);
      expect((await dispatch.loadResend(putOff.id))?.runsFromMs).to.equal(laterMs);
    });

    it('let what was put off be cancelled before its time', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const fence = await lead(stores);
      const { id } = await accept(stores, { options: later });
      await stores.resends.control({ id, userId, action: 'CANCEL', actor, nowMs });
      await begin(stores, fence, id);
      expect((await current(stores, id)).finishedAtMs).to.not.equal(null);
      expect(await stores.resends.queueDueJobs(laterMs, 10)).to.equal(1);
      expect(await jobs(stores), 'it needs none any more').to.deep.equal([]);
    });

    it('limit how fast it goes, and can be changed until it is settled', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(1)]);
      const fence = await lead(stores);
      const { id } = await accept(stores, { options: { ...noOptions, maxRatePerSecond: 0.5 } });
      expect((await stores.dispatch.loadResend(id))?.maxRatePerSecond).to.equal(0.5);
      const change = { id, userId: colleagueId, actor, nowMs: nowMs + 1 };
      const changed = await stores.resends.changeRate({ ...change, maxRatePerSecond: 20 });
      expect(changed.options).to.deep.equal({ ...noOptions, maxRatePerSecond: 20 });
      expect(changed).to.include({ control: 'RUNNING', updatedAtMs: nowMs + 1 });
      expect(await stores.dispatch.controls(10)).to.deep.equal([
        { id, control: 'RUNNING', maxRatePerSecond: 20, revision: 1, isAcknowledged: false },
      ]);
      await stores.resends.changeRate({ ...change, maxRatePerSecond: 20 });
      await stores.resends.changeRate({ ...change, maxRatePerSecond: null });
      const { records } = await stores.audit.list({ filter: null, beforeId: null, limit: 2 });
      const field = 'max_rate_per_second';
      expect(records.map(({ action, changes }) => [action, ...changes])).to.deep.equal([
        ['RESEND_CHANGED', { field, before: '20', after: null }],
        ['RESEND_CHANGED', { field, before: '0.5', after: '20' }],
      ]);

      await deliverAll(stores, fence, id);
      expect(await refusal(stores.resends.changeRate({ ...change, maxRatePerSecond: 1 }))).to.equal(
        'resend_settled',
      );
    });

    it('are changed by nobody without access to the account', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const { id } = await accept(stores);
      const before = await current(stores, id);
      for (const named of [
        { id, userId: 300 },
        { id: 99, userId },
      ]) {
        const change = { ...named, actor, nowMs: nowMs + 1, maxRatePerSecond: 1 };
        expect(await refusal(stores.resends.changeRate(change))).to.equal('resend_not_found');
      }
      expect(await current(stores, id)).to.deep.equal(before);
    });

    describe('that sends a few first', () => {
      const first: ResendOptions = { ...noOptions, first: 2 };
      const other = {
        ...{ eventType: 'OTHER', endpointId: 'ep_in', lastFailure: '500', deliveries: 7 },
      };
      const leftOut = { kinds: [other], count: 3 };
      const kind = {
        ...{ eventType: 'QR_CODE_COPY_AND_PASTE_PAID', endpointId: 'ep_in' },
        ...{ lastFailure: null, deliveries: 4 },
      };

      async function sampling(stores: Stores) {
        await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(4)]);
        const fence = await lead(stores);
        const { id } = await accept(stores, { options: first });
        const planned = await start(stores, fence, id);
        expect((await stores.dispatch.loadResend(id))?.sample).to.deep.equal({
          first: 2,
          isChosen: false,
        });
        const rows = await stores.dispatch.sampleRows(id, 0, 10);
        expect(rows.map(({ position, predecessors }) => [position, predecessors])).to.deep.equal(
          planned.map(({ position }) => [position, []]),
        );
        const chosen = rows.slice(1, 3).map(({ predecessors: _, ...row }) => row);
        await stores.dispatch.startSample(
          fence,
          id,
          chosen.map((row) => ({ ...row, deliveries: 4 })),
          leftOut,
        );
        return { fence, id, planned };
      }

      const pending = async ({ dispatch }: Stores, id: number, isSample = false) =>
        (await dispatch.loadPending(id, 'ep_in', 0, page, isSample)).map(
          ({ position }) => position,
        );

      it('gives nothing out before they are chosen, then these alone', async () => {
        await using stores = await open();
        const { id, fence } = await sampling(stores);
        expect(await pending(stores, id, true)).to.deep.equal([2, 3]);
        expect((await current(stores, id)).sample).to.deep.equal({
          ...{ state: 'SENDING', size: 2, sent: 0, delivered: 0, tried: [] },
          ...{ notTried: [kind, other], kindsNotTried: 4 },
        });
        const second = await accept(stores, { options: first });
        await start(stores, fence, second.id);
        expect(await pending(stores, second.id, true)).to.deep.equal([]);
        expect((await current(stores, second.id)).sample).to.include({ state: 'WAITING', size: 0 });
      });

      it('knows what of its object goes before a delivery', async () => {
        await using stores = await open();
        const objectReferenceId = 1_000;
        await seed(stores, [
          ...[accountRecord(), endpointRecord(), ...eventRecords(1)],
          ...Array.from({ length: MAX_PREDECESSORS + 1 }, (_, index) =>
            eventRecord({
              ...{ id: `later_${index}`, objectReferenceId },
              occurredAtUs: startUs + (index + 1) * 1_000_000,
            }),
          ),
          eventRecord({ id: 'of_another', objectReferenceId: 1, occurredAtUs: startUs + 1 }),
        ]);
        const fence = await lead(stores);
        const { id } = await accept(stores, { options: first });
        const planned = await start(stores, fence, id);
        const positionOf = (eventId: string) =>
          planned.find((delivery) => delivery.eventId === eventId)?.position ?? Number.NaN;
        const rows = await stores.dispatch.sampleRows(id, 0, 100);
        const before = (eventId: string) =>
          rows.find(({ position }) => position === positionOf(eventId))?.predecessors;
        expect(before('evt_1')).to.deep.equal([]);
        expect(before('of_another')).to.deep.equal([]);
        const ahead = ['evt_1', 'later_0', 'later_1'].map(positionOf);
        expect(before('later_2')).to.deep.equal(ahead);
        expect(before('later_7')).to.have.length(MAX_PREDECESSORS);
        expect(before('later_8'), 'too many').to.equal(null);
      });

      it('goes on when all of them are delivered', async () => {
        await using stores = await open();
        const { fence, id, planned } = await sampling(stores);
        const [, second, third] = planned.map(delivered);
        if (second === undefined || third === undefined) throw new Error('too few');
        await stores.dispatch.record(fence, [second], nowMs);
        expect(await pending(stores, id, true)).to.deep.equal([3]);
        expect(await stores.dispatch.controls(10)).to.deep.equal([]);
        await stores.dispatch.record(fence, [third], nowMs);
        expect(await pending(stores, id), 'when it is claimed anew').to.deep.equal([1, 4]);
        expect(await pending(stores, id, true), 'before').to.deep.equal([]);
        const resumed = { id, control: 'RUNNING', isAcknowledged: false };
        expect((await stores.dispatch.controls(10))[0]).to.include(resumed);
        expect((await stores.dispatch.loadResend(id))?.sample).to.equal(null);
        expect((await current(stores, id)).sample).to.deep.equal({
          ...{ state: 'PASSED', size: 2, sent: 2, delivered: 2 },
          tried: [{ ...kind, sent: 2, delivered: 2, failures: [] }],
          ...{ notTried: [other], kindsNotTried: 3 },
        });
        const { resends } = await stores.resends.list({
          ...{ ...ANY_RESEND, userId, cursor: null, direction: 'NEXT', limit: 1 },
        });
        expect(resends.map(({ sample }) => sample)).to.deep.equal([null]);
      });

      it('is paused at the first that fails, says which kind, and goes on when it is resumed', async () => {
        await using stores = await open();
        const { fence, id, planned } = await sampling(stores);
        const [, second] = planned;
        if (second === undefined) throw new Error('too few');
        await stores.dispatch.record(fence, [retrying(second, nowMs + 1)], nowMs);
        const paused = await current(stores, id);
        expect(paused.control).to.equal('PAUSED');
        expect(paused.detail).to.match(
          /^Paused: of the first 2, 1 failed \(\S+ at ep_in answered \S+\)\. Not tried: 1 \(/,
        );
        const failures = [{ errorClass: 'http_status', httpStatus: 500, count: 1 }];
        const figures = {
          ...{ state: 'FAILED', size: 2, sent: 1, delivered: 0 },
          tried: [{ ...kind, sent: 1, delivered: 0, failures }],
          ...{ notTried: [other], kindsNotTried: 3 },
        };
        expect(paused.sample).to.deep.equal(figures);
        expect(await claimed(stores, fence, id, nowMs)).to.deep.equal([]);
        expect(await pending(stores, id, true), 'nothing beside it').to.deep.equal([3]);
        await stores.resends.control({ id, userId, action: 'RESUME', actor, nowMs });
        expect((await current(stores, id)).detail).to.equal(null);
        expect(await claimed(stores, fence, id, nowMs)).to.deep.equal([id]);
        expect(await pending(stores, id)).to.deep.equal([1, 3, 4]);
        await stores.dispatch.record(fence, [delivered(after(1, second))], nowMs);
        expect((await current(stores, id)).sample, 'stays').to.deep.equal(figures);
      });
    });

    it('do not count what is put off as late', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      await accept(stores, { options: later });
      const { modes } = await stores.backlog.read(10);
      expect(modes.bulk).to.include({ unsettled: 1, oldestUnsettledAtMs: laterMs });
      expect(modes.bulk.oldestUnstartedAtMs).to.equal(null);
      await stores.resends.queueDueJobs(laterMs, 10);
      expect((await stores.backlog.read(10)).modes.bulk.oldestUnstartedAtMs).to.equal(laterMs);
    });
  });
}

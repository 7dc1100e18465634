import { expect } from 'chai';

import { DomainError } from '@webhooks/domain';
import type { ControlAction, ControlledResend } from '@webhooks/domain';

import { delivered, deliverAll, failed, retrying, start } from './dispatching.ts';
import {
  accept,
  accountRecord,
  colleagueId,
  current,
  endpointRecord,
  eventRecords,
  lead,
  nowMs,
  actor,
  seed,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

/** What holds for what owners ask of their resends. */
export function controlSuite(open: OpenStores): void {
  describe('control requests of owners', () => {
    async function work(stores: Stores): Promise<number> {
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(4)]);
      return (await accept(stores)).id;
    }

    function ask(
      { resends }: Stores,
      id: number,
      action: ControlAction,
      by = userId,
    ): Promise<ControlledResend> {
      return resends.control({ id, userId: by, action, actor, nowMs: nowMs + 3 });
    }

    async function refusal(asked: Promise<unknown>): Promise<string> {
      const error: unknown = await asked.catch((thrown: unknown) => thrown);
      return error instanceof DomainError ? error.code : `not refused: ${JSON.stringify(error)}`;
    }

    it('are not kept when nobody waits for them any more', async () => {
      await using stores = await open();
      const id = await work(stores);
      const before = await current(stores, id);
      const pause = { id, userId, action: 'PAUSE', actor, nowMs: nowMs + 3 } as const;
      const asked = stores.resends.control({ ...pause, isAwaited: () => false });
      expect(await refusal(asked)).to.equal('service_unavailable');
      expect(await current(stores, id)).to.deep.equal(before);
    });

    it('are kept, shown and told to the dispatcher', async () => {
      await using stores = await open();
      const id = await work(stores);
      const paused = await ask(stores, id, 'PAUSE');
      expect(paused.resend).to.include({ id, control: 'PAUSED', updatedAtMs: nowMs + 3 });
      expect(paused).to.include({ revision: 1, acknowledgement: null });
      expect(await current(stores, id)).to.deep.equal(paused.resend);
      expect(await stores.resends.controlState(id)).to.deep.equal(paused);
      expect(await stores.dispatch.controls(9)).to.deep.equal([
        { id, control: 'PAUSED', maxRatePerSecond: null, revision: 1, isAcknowledged: false },
      ]);
      expect((await ask(stores, id, 'RESUME')).resend.control).to.equal('RUNNING');
      expect(await stores.dispatch.controls(9)).to.deep.equal([
        { id, control: 'RUNNING', maxRatePerSecond: null, revision: 2, isAcknowledged: false },
      ]);
      expect((await ask(stores, id, 'CANCEL')).resend.control).to.equal('CANCELLING');
    });

    it('are told to the dispatcher until it follows, a cancellation until it is done', async () => {
      await using stores = await open();
      const id = await work(stores);
      const { id: other } = await accept(stores);
      const fence = await lead(stores);
      const reported = async (limit = 9): Promise<string[]> =>
        (await stores.dispatch.controls(limit)).map(({ id, control }) => `${id} ${control}`);
      const follow = (revision: number) =>
        stores.dispatch.acknowledgeControl(fence, { id, revision }, 0, nowMs);
      expect(await reported()).to.deep.equal([]);
      await ask(stores, id, 'PAUSE');
      await ask(stores, other, 'PAUSE');
      expect(await reported()).to.deep.equal([`${id} PAUSED`, `${other} PAUSED`]);
      expect(await reported(1)).to.deep.equal([`${id} PAUSED`]);
      await follow(1);
      expect(await reported()).to.deep.equal([`${other} PAUSED`]);
      await ask(stores, id, 'RESUME');
      await follow(1);
      expect(await reported(1)).to.deep.equal([`${id} RUNNING`]);
      await follow(2);
      expect(await reported(1)).to.deep.equal([`${other} PAUSED`]);
      await ask(stores, id, 'CANCEL');
      await follow(3);
      expect(await stores.dispatch.controls(1)).to.deep.equal([
        { id, control: 'CANCELLING', maxRatePerSecond: null, revision: 3, isAcknowledged: true },
      ]);
      await deliverAll(stores, fence, id);
      expect(await reported()).to.deep.equal([`${other} PAUSED`]);
    });

    it('are the same request when they are asked for again', async () => {
      await using stores = await open();
      const id = await work(stores);
      for (const action of ['RESUME', 'PAUSE', 'CANCEL'] as const) {
        const first = await ask(stores, id, action);
        expect(await ask(stores, id, action), action).to.deep.equal(first);
      }
    });

    it('are acknowledged with what was in flight', async () => {
      await using stores = await open();
      const id = await work(stores);
      const fence = await lead(stores);
      await ask(stores, id, 'PAUSE');
      await stores.dispatch.acknowledgeControl(fence, { id, revision: 1 }, 3, nowMs);
      const state = await stores.resends.controlState(id);
      expect(state?.acknowledgement).to.deep.equal({ revision: 1, inFlight: 3 });
      const cancelled = await ask(stores, id, 'CANCEL');
      expect(cancelled.revision).to.equal(2);
      expect(cancelled.acknowledgement).to.deep.equal({ revision: 1, inFlight: 3 });
      await stores.dispatch.acknowledgeControl(fence, { id, revision: 2 }, 0, nowMs);
      expect((await ask(stores, id, 'CANCEL')).acknowledgement).to.deep.equal({
        revision: 2,
        inFlight: 0,
      });
    });

    it('are those of all who have access now, whoever created the resend', async () => {
      await using stores = await open();
      const id = await work(stores);
      await seed(stores, [accountRecord({ userIds: [colleagueId] })]);
      expect(await refusal(ask(stores, id, 'PAUSE'))).to.equal('resend_not_found');
      expect((await ask(stores, id, 'PAUSE', colleagueId)).resend.control).to.equal('PAUSED');
      const { resend } = await ask(stores, id, 'CANCEL', colleagueId);
      expect(resend).to.include({ control: 'CANCELLING', userId });
    });

    it('are refused for what is unknown or foreign, alike and without a trace', async () => {
      await using stores = await open();
      const id = await work(stores);
      for (const action of ['CANCEL', 'PAUSE', 'RESUME'] as const) {
        expect(await refusal(ask(stores, 99, action))).to.equal('resend_not_found');
        expect(await refusal(ask(stores, id, action, 300))).to.equal('resend_not_found');
      }
      expect(await current(stores, id)).to.include({ control: 'RUNNING', updatedAtMs: nowMs });
      expect(await stores.resends.controlState(99)).to.equal(null);
    });

    it('are refused once nothing can follow them', async () => {
      await using stores = await open();
      const id = await work(stores);
      await ask(stores, id, 'CANCEL');
      expect(await refusal(ask(stores, id, 'PAUSE'))).to.equal('resend_cancelling');
      expect(await refusal(ask(stores, id, 'RESUME'))).to.equal('resend_cancelling');

      const other = await accept(stores);
      await deliverAll(stores, await lead(stores), other.id);
      for (const action of ['CANCEL', 'PAUSE', 'RESUME'] as const) {
        expect(await refusal(ask(stores, other.id, action))).to.equal('resend_settled');
      }
    });

    it('end a cancelled resend as failed, and it says so', async () => {
      await using stores = await open();
      const id = await work(stores);
      const fence = await lead(stores);
      const [first, second, third] = await start(stores, fence, id);
      if (!first || !second || !third) throw new Error('nothing planned');
      await ask(stores, id, 'CANCEL');
      const records = [delivered(first), failed(second), retrying(third, nowMs)];
      await stores.dispatch.record(fence, records, nowMs);
      const cancelled = { state: 'CANCELLED', reason: 'cancelled' } as const;
      expect(await stores.dispatch.settleUnsent(fence, id, cancelled, 10, nowMs)).to.equal(2);
      expect(await current(stores, id)).to.include({
        status: 'FAILED',
        detail: 'Cancelled. 3 of 4 deliveries did not succeed: 1 failed, 2 cancelled',
        delivered: 1,
        failed: 3,
        pending: 0,
      });
      // The answer to a cancellation that is asked for again after a lost answer.
      expect((await ask(stores, id, 'CANCEL')).resend.status).to.equal('FAILED');
    });

    it('come too late when the last outcome is recorded before them', async () => {
      await using stores = await open();
      const id = await work(stores);
      const fence = await lead(stores);
      const deliveries = await start(stores, fence, id);
      await ask(stores, id, 'CANCEL');
      await stores.dispatch.record(fence, deliveries.map(delivered), nowMs);
      const settled = { status: 'COMPLETED', delivered: 4, failed: 0, detail: null };
      expect(await current(stores, id)).to.include(settled);
      expect((await ask(stores, id, 'CANCEL')).resend).to.include(settled);
      const last = await current(stores, id);
      await stores.dispatch.acknowledgeControl(fence, { id, revision: 1 }, 0, nowMs + 99);
      expect(await current(stores, id), 'a settled resend stays as it is').to.deep.equal(last);
      expect(await stores.dispatch.controls(9)).to.deep.equal([]);
    });

    it('leave a job of a paused resend to its resumption', async () => {
      await using stores = await open();
      const id = await work(stores);
      const receipt = { stream: 's', sequence: 1 };
      await stores.resends.markPublished([{ resendId: id, receipt }], nowMs);
      const unstarted = () => stores.resends.unstartedJobs(nowMs + 1, nowMs + 1, 0, 10);
      await ask(stores, id, 'PAUSE');
      expect(await unstarted()).to.deep.equal([]);
      await ask(stores, id, 'RESUME');
      expect(await unstarted()).to.have.length(1);
    });
  });
}

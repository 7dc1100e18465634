import { expect } from 'chai';

import { waitFor, type HttpReceiver } from '@webhooks/testing';
import type { Answer, System } from '@webhooks/proof-kit';

import { receipts } from './support/receipts.ts';
import { useBulkSystem } from './support/bulk-system.ts';
import type { BulkAccount } from './support/records.ts';

const EVENTS = 2_000;
const OBJECTS = 200;

describe('Control of resends by REST', function () {
  this.timeout(60_000);
  let system: System;
  let receiver: HttpReceiver;
  let account: BulkAccount;

  useBulkSystem(
    { id: 50, events: EVENTS, objects: OBJECTS },
    (started) => ({ system, receiver, account } = started),
  );

  beforeEach(() => {
    receiver.handle((_request, response) => void setTimeout(() => response.end(), 2));
  });

  const countOf = (id: number): number => receipts(receiver, id).size;
  const received = (id: number, count: number): Promise<unknown> =>
    waitFor(() => countOf(id) >= count, { deadlineMs: 20_000, what: `${count} requests` });
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const bodyOf = ({ text }: Answer): any => JSON.parse(text);

  it('pauses: nothing is sent any more, until it is resumed', async () => {
    const id = await system.api.accept(account.request);
    await received(id, 100);
    const paused = await system.api.act(id, 'pause');
    expect(paused.status).to.equal(200);
    expect(bodyOf(paused)).to.deep.include({
      worked: true,
      detail: `Webhook resend paused. ID: ${id}`,
    });
    expect(bodyOf(paused).resend).to.include({ id, control: 'PAUSED', status: 'PROCESSING' });
    const { delivered } = await waitFor(
      async () => {
        const log = await system.api.log(id);
        return log.delivered === countOf(id) ? log : null;
      },
      { what: 'what was in flight is recorded' },
    );
    // Somebody else's work shows that the dispatcher runs on meanwhile.
    const other = await system.api.accept(account.objectRequest(1));
    await system.api.settled(other);
    expect(countOf(id)).to.equal(delivered);

    expect((await system.api.act(id, 'resume')).status).to.equal(200);
    expect(await system.api.settled(id, 30_000)).to.include({
      status: 'COMPLETED',
      delivered: EVENTS,
    });
    expect((await system.api.act(id, 'resume')).status).to.equal(409);
  });

  it('cancels: says how much was in flight, finishes that, and settles the rest', async () => {
    const id = await system.api.accept(account.request);
    await received(id, 100);
    const answer = await system.api.act(id, 'cancel');
    expect(answer.status).to.equal(200);
    expect(bodyOf(answer).in_flight).to.be.within(0, 16);
    const log = await system.api.settled(id, 30_000);
    const sent = countOf(id);
    expect(log).to.include({
      status: 'FAILED',
      total: EVENTS,
      delivered: sent,
      failed: EVENTS - sent,
      detail: `Cancelled. ${EVENTS - sent} of ${EVENTS} deliveries did not succeed: ${EVENTS - sent} cancelled`,
    });
    const again = await system.api.act(id, 'cancel');
    expect(again.status).to.equal(200);
    expect(bodyOf(again).resend.control).to.equal(null);
    expect((await system.api.log(id)).control).to.equal(null);
    expect(bodyOf(again).in_flight).to.equal(bodyOf(answer).in_flight);
    expect(bodyOf(await system.api.act(id, 'pause'))).to.deep.equal({
      worked: false,
      detail: 'Resend is settled',
      code: 'resend_settled',
    });
  });

  it('retries exactly what was cancelled or failed, once for one key', async () => {
    const id = await system.api.accept(account.request);
    await received(id, 300);
    expect(bodyOf(await system.api.act(id, 'retry-failed'))).to.deep.equal({
      worked: false,
      detail: 'Resend is not settled yet',
      code: 'resend_not_settled',
    });
    await system.api.act(id, 'cancel');
    const { failed } = await system.api.settled(id, 30_000);
    const key = { 'idempotency-key': 'retry-1' };
    const answer = await system.api.act(id, 'retry-failed', key);
    const { resend } = bodyOf(answer);
    expect(answer.headers.get('location')).to.equal(`/v3/webhooks/resend/${resend.id}`);
    expect(resend).to.include({ retry_of: id });
    expect(bodyOf(await system.api.act(id, 'retry-failed', key)).resend.id).to.equal(resend.id);
    expect(await system.api.settled(resend.id as number, 30_000)).to.include({
      status: 'COMPLETED',
      total: failed,
      delivered: failed,
    });
    const first = receipts(receiver, id);
    const second = receipts(receiver, resend.id as number);
    expect(second.size).to.equal(failed);
    expect([...second.keys()].filter((event) => first.has(event))).to.deep.equal([]);
    expect([...second.values()].every((count) => count === 1)).to.equal(true);
  });

  it('takes effect when the dispatcher is back', async () => {
    await system.app('dispatcher').kill();
    const cancelled = await system.api.accept(account.request);
    const paused = await system.api.accept(account.objectRequest(2));
    const startedMs = Date.now();
    const [answer] = await Promise.all([
      system.api.act(cancelled, 'cancel'),
      system.api.act(paused, 'pause'),
    ]);
    expect(Date.now() - startedMs).to.be.below(8_000);
    expect(bodyOf(answer)).to.deep.include({ worked: true, in_flight: null });
    await system.start('dispatcher');
    expect(await system.api.settled(cancelled, 30_000)).to.include({
      status: 'FAILED',
      failed: EVENTS,
    });
    expect([countOf(cancelled), countOf(paused)]).to.deep.equal([0, 0]);
    await system.api.act(paused, 'resume');
    expect(await system.api.settled(paused, 30_000)).to.include({ status: 'COMPLETED' });
  });
});

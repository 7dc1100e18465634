import type { CatalogRecord, DispatchStore } from '@webhooks/domain';
import { waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import { endpointRecord, eventRecords, useHarness, type Harness } from './harness.ts';

const TYPES = ['A', 'B', 'C', 'D', 'E'];

/** Events of five types in turn, two of each object. */
function events(count: number): CatalogRecord[] {
  return eventRecords(count, count / 2).map((record, index) =>
    record.kind === 'event'
      ? { ...record, event: { ...record.event, type: TYPES[index % TYPES.length] ?? 'A' } }
      : record,
  );
}

describe('a resend that sends a few first', () => {
  let harness: Harness;
  let receiver: HttpReceiver;
  let failing: string | null;

  useHarness((started) => ({ harness, receiver } = started));
  beforeEach(async () => {
    failing = 'C';
    await harness.write([endpointRecord('ep_a', receiver.url), ...events(2_000)]);
    const types = new Map(
      events(2_000).flatMap((record) =>
        record.kind === 'event' ? [[record.event.id, record.event.type] as const] : [],
      ),
    );
    receiver.handle((request, response) => {
      const n = /"n":(\d+)/.exec(request.body.toString())?.[1] ?? '';
      response.statusCode = types.get(`evt_17_${n}`) === failing ? 500 : 200;
      response.end();
    });
  });

  const bodies = (): string[] => receiver.requests.map(({ body }) => body.toString());

  it('is paused at the first kind that fails, which it names, and goes on when it is resumed', async () => {
    const id = await harness.accept({}, 17, null, { first: 20 });
    const engine = await harness.startEngine();
    void engine.work(id).catch(() => undefined);
    const paused = await waitFor(
      async () => {
        const resend = await harness.get(id);
        return resend.control === 'PAUSED' ? resend : null;
      },
      { what: 'the resend is paused' },
    );
    expect(paused.detail).to.match(
      /^Paused: of the first 20, \d+ failed \(C at ep_a answered 500\)/,
    );
    const { sample } = paused;
    expect(sample).to.include({ state: 'FAILED', size: 20 });
    expect((sample?.tried.length ?? 0) + (sample?.kindsNotTried ?? 0)).to.equal(TYPES.length);
    const failed = sample?.tried.filter(({ failures }) => failures.length > 0);
    expect(failed?.map(({ eventType, endpointId }) => [eventType, endpointId])).to.deep.equal([
      ['C', 'ep_a'],
    ]);
    expect(failed?.[0]?.failures[0]).to.include({ errorClass: 'http_status', httpStatus: 500 });
    await harness.acknowledged(id);
    expect(receiver.requests.length).to.be.at.most(20);
    expect(paused.delivered + paused.failed).to.be.at.most(20);

    failing = null;
    await harness.control(id, 'RESUME');
    expect(await harness.settled(id, 20_000)).to.include({
      status: 'COMPLETED',
      delivered: 2_000,
      detail: null,
    });
    const refused = (await harness.deliveries(id)).filter(({ attempts }) => attempts > 1).length;
    expect(bodies()).to.have.length(2_000 + refused);
    expect(new Set(bodies())).to.have.property('size', 2_000);
    await engine.stop(1_000);
  });

  it('sends nothing beside them although it reads on when the first is answered', async () => {
    const id = await harness.accept({}, 17, null, { first: 2 });
    const recorded = Promise.withResolvers<void>();
    const read: string[][] = [];
    const store: DispatchStore = {
      ...harness.store,
      record: async (...group) => {
        const settled = await harness.store.record(...group);
        recorded.resolve();
        return settled;
      },
      // One at a time, and the second when the first is answered.
      loadPending: async (resendId, endpointId, after, limit, isSample) => {
        if (read.length > 0) await recorded.promise;
        const rows = { ...limit, rows: 1 };
        const page = await harness.store.loadPending(resendId, endpointId, after, rows, isSample);
        read.push(page.map(({ eventId }) => eventId));
        return page;
      },
    };
    const engine = await harness.startEngine({ store });
    failing = 'A';
    void engine.work(id).catch(() => undefined);
    await waitFor(async () => (await harness.get(id)).control === 'PAUSED', { what: 'the pause' });
    await harness.acknowledged(id);
    expect(read.flat()).to.have.length.at.most(2);
    expect(receiver.requests).to.have.length.at.most(2);
    await engine.stop(1_000);
  });

  it('goes on by itself when all are delivered, and sends nothing twice', async () => {
    failing = null;
    const id = await harness.accept({}, 17, null, { first: 7 });
    const engine = await harness.startEngine();
    void engine.work(id).catch(() => undefined);
    expect(await harness.settled(id, 20_000)).to.include({ status: 'COMPLETED', delivered: 2_000 });
    expect(new Set(bodies())).to.have.property('size', 2_000);
    expect(bodies()).to.have.length(2_000);
    await engine.stop(1_000);
  });

  it('sends nothing beside them before all are answered, whoever dispatches', async () => {
    const held: (() => void)[] = [];
    receiver.handle((_request, response) => void held.push(() => response.end()));
    const id = await harness.accept({}, 17, null, { first: 5 });
    const first = await harness.startEngine();
    void first.work(id).catch(() => undefined);
    await waitFor(() => receiver.requests.length >= 1, { what: 'the first is sent' });
    await first.stop(0);
    held.length = 0;
    const sentBefore = receiver.requests.length;
    const second = await harness.startEngine();
    void second.work(id).catch(() => undefined);
    await waitFor(() => held.length > 0, { what: 'it is sent again' });
    expect(receiver.requests.length - sentBefore).to.be.at.most(5);
    expect((await harness.get(id)).delivered).to.equal(0);
    receiver.handle((_request, response) => void response.end());
    held.forEach((answer) => answer());
    expect(await harness.settled(id, 20_000)).to.include({ status: 'COMPLETED', delivered: 2_000 });
    await second.stop(1_000);
  });
});

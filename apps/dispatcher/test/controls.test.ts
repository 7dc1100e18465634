import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import { createHarness, endpointRecord, eventRecords, type Harness } from './harness.ts';

describe('interventions of an owner', () => {
  let harness: Harness;
  let receiver: HttpReceiver;
  let release: () => void;

  /** Answers nothing until it is asked to. */
  function holdAnswers(): void {
    const held = Promise.withResolvers<void>();
    release = held.resolve;
    receiver.handle(async (_request, response) => {
      await held.promise;
      response.end();
    });
  }

  beforeEach(async () => {
    harness = await createHarness();
    receiver = await startHttpReceiver();
    release = () => undefined;
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(600, 40)]);
  });

  afterEach(async () => {
    release();
    await receiver[Symbol.asyncDispose]();
    await harness[Symbol.asyncDispose]();
  });

  it('pauses: what is in flight is recorded, nothing more is started, and resuming goes on', async () => {
    receiver.handle((_request, response) => void setTimeout(() => response.end(), 5));
    const id = await harness.accept();
    const engine = await harness.startEngine();
    void engine.work(id).catch(() => undefined);
    await waitFor(() => receiver.requests.length > 50, { what: 'it runs' });
    await harness.control(id, 'PAUSE');
    await waitFor(() => engine.activeResends === 0, { what: 'it has left memory' });
    const sent = receiver.requests.length;
    expect(await harness.get(id)).to.include({ control: 'PAUSED', status: 'PROCESSING' });
    expect((await harness.get(id)).delivered, 'what was sent is recorded').to.equal(sent);
    await harness.control(id, 'RESUME');
    expect(await harness.settled(id)).to.include({ status: 'COMPLETED', delivered: 600 });
    expect(receiver.requests, 'each once').to.have.length(600);
    await engine.stop(1_000);
  });

  it('goes on when it is resumed while deliveries from before the pause are still in flight', async () => {
    holdAnswers();
    const id = await harness.accept();
    const engine = await harness.startEngine();
    void engine.work(id).catch(() => undefined);
    await waitFor(() => receiver.requests.length === 16, { what: 'all slots are taken' });
    await harness.control(id, 'PAUSE');
    await harness.acknowledged(id);
    await harness.control(id, 'RESUME');
    release();
    expect(await harness.settled(id)).to.include({ status: 'COMPLETED', delivered: 600 });
    expect(receiver.requests).to.have.length(600);
    await engine.stop(1_000);
  });

  it('cancels: says what was in flight, records it, and gives every other delivery its reason', async () => {
    holdAnswers();
    const id = await harness.accept();
    const engine = await harness.startEngine();
    void engine.work(id).catch(() => undefined);
    await waitFor(() => receiver.requests.length === 16, { what: 'all slots are taken' });
    await harness.control(id, 'CANCEL');
    expect((await harness.acknowledged(id))?.inFlight).to.equal(16);
    release();
    const resend = await harness.settled(id);
    expect(resend).to.include({ status: 'FAILED', total: 600, delivered: 16, failed: 584 });
    expect(receiver.requests).to.have.length(16);
    const states = Object.groupBy(await harness.deliveries(id), ({ state }) => state);
    expect(states.CANCELLED).to.have.length(584);
    expect(states.DELIVERED).to.have.length(16);
    await engine.stop(1_000);
  });

  it('cancels what waits for a retry and what was never started', async () => {
    receiver.handle((_request, response) => {
      response.statusCode = 500;
      response.end();
    });
    const policy = { scheduleMs: [0, 3_600_000], expiresAfterMs: 7_200_000 };
    const waiting = await harness.accept({ objectReferenceId: 17_000_001, range: null });
    const unstarted = await harness.accept();
    await harness.control(unstarted, 'CANCEL');
    const engine = await harness.startEngine({ policy });
    await engine.work(waiting);
    expect((await harness.get(waiting)).status).to.equal('PROCESSING');
    await harness.control(waiting, 'CANCEL');
    expect(await harness.settled(waiting)).to.include({ status: 'FAILED', failed: 15 });
    expect(await harness.settled(unstarted)).to.include({ status: 'FAILED', failed: 600 });
    expect(receiver.requests).to.have.length(1);
    await engine.stop(1_000);
  });

  it('carries a pause and a cancellation over to the next engine', async () => {
    receiver.handle((_request, response) => void setTimeout(() => response.end(), 5));
    const id = await harness.accept();
    const first = await harness.startEngine();
    void first.work(id).catch(() => undefined);
    await waitFor(() => receiver.requests.length > 50, { what: 'it runs' });
    await harness.control(id, 'PAUSE');
    await first.stop(1_000);
    const sent = receiver.requests.length;
    const second = await harness.startEngine();
    await second.work(id);
    expect(receiver.requests, 'paused means paused').to.have.length(sent);
    await harness.control(id, 'CANCEL');
    const resend = await harness.settled(id);
    expect(resend).to.include({ status: 'FAILED', total: 600, delivered: sent });
    await second.stop(1_000);
  });
});

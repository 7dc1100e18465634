import type { DispatchStore } from '@webhooks/domain';
import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import { createHarness, endpointRecord, eventRecords, type Harness } from './harness.ts';

type Method = 'record' | 'planPage' | 'claim' | 'acknowledgeControl';

describe('a commit whose answer is lost', () => {
  let harness: Harness;
  let receiver: HttpReceiver;
  let lost: string[];

  beforeEach(async () => {
    harness = await createHarness();
    receiver = await startHttpReceiver();
    lost = [];
  });

  afterEach(async () => {
    await receiver[Symbol.asyncDispose]();
    await harness[Symbol.asyncDispose]();
  });

  /** The real store; the first answers of one method get lost behind their commits. */
  function losing(method: Method, answers: number): DispatchStore {
    const commit = async (...args: readonly unknown[]): Promise<unknown> => {
      const call = Reflect.get(harness.store, method) as typeof commit;
      const answer = await call(...args);
      if (lost.length >= answers) return answer;
      lost.push(method);
      throw new Error('The answer is lost');
    };
    return { ...harness.store, [method]: commit };
  }

  /** Settles a resend of so many events while answers of a method get lost. */
  async function deliver(events: number, method: Method, answers = 1): Promise<number> {
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(events, 0)]);
    const id = await harness.accept();
    const engine = await harness.startEngine({ store: losing(method, answers) });
    await engine.work(id);
    await harness.settled(id);
    await engine.stop(1_000);
    expect(lost).to.have.length(answers);
    return id;
  }

  const attemptsOf = async (id: number, position = 1) =>
    (await harness.resends.listAttempts(id, position))?.map(({ number }) => number);

  const counted = async (): Promise<number | undefined> => {
    const statistics = await harness.endpoints.statistics('ep_a', 246, 1, Date.now());
    return statistics?.buckets.reduce((sum, { attempts }) => sum + attempts, 0);
  };

  it('counts deliveries that were recorded as DELIVERED once', async () => {
    const id = await deliver(3, 'record', 2);
    expect(await harness.get(id)).to.include({ status: 'COMPLETED', delivered: 3, failed: 0 });
    expect(receiver.requests).to.have.length(3);
    expect(await attemptsOf(id)).to.deep.equal([1]);
    expect(await counted()).to.equal(3);
  });

  it('counts a delivery that was recorded as RETRYING once, and numbers its attempts on', async () => {
    receiver.handle((_request, response) => {
      response.statusCode = receiver.requests.length === 1 ? 500 : 204;
      response.end();
    });
    const id = await deliver(1, 'record', 1);
    expect(receiver.requests.map(({ headers }) => headers['webhook-attempt'])).to.deep.equal([
      '1',
      '2',
    ]);
    expect(await attemptsOf(id)).to.deep.equal([1, 2]);
    expect(await harness.get(id)).to.include({ status: 'COMPLETED', delivered: 1, pending: 0 });
    expect(await counted()).to.equal(2);
  });

  it('counts deliveries that were recorded as FAILED once', async () => {
    receiver.handle((_request, response) => {
      response.statusCode = 410;
      response.end();
    });
    const id = await deliver(1, 'record', 1);
    expect(await harness.get(id)).to.include({ status: 'FAILED', failed: 1 });
    expect(await attemptsOf(id)).to.deep.equal([1]);
    expect(await counted()).to.equal(1);
  });

  for (const [what, answers] of [
    ['first page', 1],
    ['pages one after the other, the last one included', 6],
  ] as const) {
    it(`sends what was planned by the ${what}`, async () => {
      const id = await deliver(700, 'planPage', answers);
      expect(await harness.get(id)).to.include({ status: 'COMPLETED', delivered: 700 });
      const sent = receiver.requests.map(({ headers }) => headers['webhook-id']);
      expect(new Set(sent).size).to.equal(700);
      expect(sent).to.have.length(700);
    });
  }

  it('sends what was planned when a resend was taken', async () => {
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(20, 1)]);
    const id = await harness.accept({ objectReferenceId: 17_000_000, account: null, range: null });
    const engine = await harness.startEngine({ store: losing('claim', 1) });
    await engine.work(id);
    expect(lost).to.have.length(1);
    expect(await harness.settled(id)).to.include({ status: 'COMPLETED', delivered: 20 });
    expect(receiver.requests).to.have.length(20);
    await engine.stop(1_000);
  });

  it('acknowledges the pause that it was asked for, never a later one', async () => {
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(5, 0)]);
    const id = await harness.accept();
    let paused = 0;
    const { promise: isAsked, resolve: ask } = Promise.withResolvers<void>();
    const engine = await harness.startEngine({
      store: {
        ...harness.store,
        acknowledgeControl: async (...args) => {
          paused += 1;
          await harness.store.acknowledgeControl(...args);
          if (paused > 1) return;
          // Before it is asked again, the owner resumes and pauses once more.
          await harness.control(id, 'RESUME');
          await harness.control(id, 'PAUSE');
          ask();
          throw new Error('The answer is lost');
        },
        // The second request is not looked up before the repetition of the first is through.
        controls: async (limit) => (paused > 0 && paused < 2 ? [] : harness.store.controls(limit)),
      },
    });
    await harness.control(id, 'PAUSE');
    await isAsked;
    await waitFor(() => paused >= 2, { what: 'the acknowledgement is repeated' });
    await harness.acknowledged(id);
    expect(paused, 'acknowledgements').to.be.at.least(3);
    await engine.stop(1_000);
  });
});

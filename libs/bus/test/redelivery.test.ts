import { expect } from 'chai';
import { fileURLToPath } from 'node:url';

import { startProcess, waitFor, type NatsServer } from '@webhooks/testing';

import { SIGNS_PER_ACK_WAIT } from '../src/consumption.ts';
import {
  job,
  testBus,
  useBus,
  watchProgressSigns,
  type ProgressSigns,
  type TestBus,
} from './setup.ts';

const ACK_WAIT_MS = 1_000;

describe('a job in hand', function () {
  this.timeout(20_000);
  let server: NatsServer;
  let bus: TestBus;

  useBus((started) => ({ server, bus } = started));

  /** Starts a source whose jobs last until they are finished by hand. */
  async function startHolding(of: TestBus = bus, maxInFlight = 2) {
    const begun: number[] = [];
    const finish = new Map<number, () => void>();
    const source = of.createSource({ mode: 'bulk', maxInFlight, ackWaitMs: ACK_WAIT_MS });
    await source.start(({ resendId }) => {
      begun.push(resendId);
      return new Promise((resolve) => finish.set(resendId, resolve));
    });
    return { begun, finish: (resendId: number): void => finish.get(resendId)?.() };
  }

  /** That nothing happens is seen after so many of the times that the server waits for a sign. */
  function longerThanTheServerWaits(signs: ProgressSigns, times: number): Promise<unknown> {
    const goal = signs.count + times * SIGNS_PER_ACK_WAIT;
    return waitFor(() => signs.count >= goal, { deadlineMs: 15_000, what: 'signs of progress' });
  }

  it('comes to another process when its own is killed', async () => {
    await using doomed = startProcess({
      file: fileURLToPath(new URL('take-and-hang.ts', import.meta.url)),
      args: [server.url],
    });
    await bus.publisher.publish(job(7));
    await doomed.line('took 7');
    const heir = await startHolding();
    await doomed.kill();
    await waitFor(() => heir.begun.length > 0, { what: 'the job of the dead' });
    expect(heir.begun).to.deep.equal([7]);
  });

  it('is not handed out again however long the handler works', async () => {
    const holding = await startHolding();
    await bus.publisher.publish(job(7));
    await waitFor(() => holding.begun.length === 1, { what: 'the job' });
    await using other = testBus(server.url);
    await using signs = await watchProgressSigns(server.url);
    const second = await startHolding(other);
    await longerThanTheServerWaits(signs, 3);
    expect(holding.begun.concat(second.begun)).to.deep.equal([7]);
    holding.finish(7);
  });

  it('stays one job when the server restarts, and is acknowledged after it', async () => {
    await using signs = await watchProgressSigns(server.url);
    const holding = await startHolding();
    const receipt = await bus.publisher.publish(job(7));
    await waitFor(() => holding.begun.length === 1, { what: 'the job' });
    await server.kill();
    await server.start();
    await waitFor(() => bus.connected, { what: 'a new connection' });
    await longerThanTheServerWaits(signs, 2);
    expect(holding.begun).to.deep.equal([7]);
    holding.finish(7);
    await waitFor(async () => !(await bus.publisher.holds(receipt)), { what: 'the end of it' });
    expect(holding.begun).to.deep.equal([7]);
  });

  it('stays one job when the server was frozen for longer than its waiting time', async () => {
    await using signs = await watchProgressSigns(server.url);
    const holding = await startHolding();
    const receipt = await bus.publisher.publish(job(7));
    await waitFor(() => holding.begun.length === 1, { what: 'the job' });
    server.pause();
    await waitFor(() => !bus.connected, { deadlineMs: 7_000, what: 'the silence to be known' });
    server.resume();
    await waitFor(() => bus.connected, { what: 'a new connection' });
    await longerThanTheServerWaits(signs, 2);
    holding.finish(7);
    await waitFor(async () => !(await bus.publisher.holds(receipt)), { what: 'the end of it' });
    expect(holding.begun).to.deep.equal([7]);
  });

  it('of a lost stream does not acknowledge the job that has its number in the next', async () => {
    const holding = await startHolding();
    const lost = await bus.publisher.publish(job(7));
    await waitFor(() => holding.begun.length === 1, { what: 'the first job' });
    await server.kill();
    server.wipeStore();
    await server.start();
    const kept = await waitFor(() => bus.publisher.publish(job(8)), { what: 'a publication' });
    expect(kept.sequence).to.equal(lost.sequence);
    await waitFor(() => holding.begun.length === 2, { what: 'the second job' });
    holding.finish(7);
    // What comes and goes behind it shows that an acknowledgement would have arrived.
    const behind = await bus.publisher.publish(job(9));
    await waitFor(() => holding.begun.includes(9), { what: 'the job behind it' });
    holding.finish(9);
    await waitFor(async () => !(await bus.publisher.holds(behind)), { what: 'the end of that' });
    expect(await bus.publisher.holds(kept)).to.equal(true);
    holding.finish(8);
    await waitFor(async () => !(await bus.publisher.holds(kept)), { what: 'the end of it' });
  });

  it('of a lost stream is acknowledged in the next when it was published there again', async () => {
    const holding = await startHolding();
    await bus.publisher.publish(job(7));
    await waitFor(() => holding.begun.length === 1, { what: 'the job' });
    await server.kill();
    server.wipeStore();
    await server.start();
    const kept = await waitFor(() => bus.publisher.publish(job(7)), { what: 'a publication' });
    await bus.publisher.publish(job(8));
    await waitFor(() => holding.begun.includes(8), { what: 'the job behind it' });
    holding.finish(7);
    await waitFor(async () => !(await bus.publisher.holds(kept)), { what: 'the end of it' });
    expect(holding.begun).to.deep.equal([7, 8]);
    holding.finish(8);
  });
});

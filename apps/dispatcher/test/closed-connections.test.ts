import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';

import { defaultBreakerPolicy } from '@webhooks/delivery';
import { expect } from 'chai';

import { createHarness, endpointRecord, eventRecords, type Harness } from './harness.ts';

/** What came of one request, in the order of their coming. */
interface Seen {
  readonly event: string;
  readonly attempt: string;
  /** Where the request stood on its connection, from 1. */
  readonly place: number;
}

/** Answers by the request and its place on its connection; null closes the connection instead. */
type Answer = (seen: Seen) => number | null;

const closed = 'closed_before_answer';

describe('a kept connection that closes as a request is written', () => {
  const seen: Seen[] = [];
  const places = new WeakMap<Socket, number>();
  let answer: Answer = () => 200;
  let server: Server;
  let harness: Harness;
  let url = '';

  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket, headers } = request;
    const place = (places.get(socket) ?? 0) + 1;
    places.set(socket, place);
    const event = String(headers['webhook-id']);
    const arrival = { event, attempt: String(headers['webhook-attempt']), place };
    seen.push(arrival);
    request.resume().on('end', () => {
      const status = answer(arrival);
      if (status === null) socket.destroy();
      else response.writeHead(status).end();
    });
  };

  beforeEach(async () => {
    seen.length = 0;
    harness = await createHarness();
    server = createServer(onRequest).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`;
    await harness.write([endpointRecord('ep_a', url), ...eventRecords(9, 0)]);
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await harness[Symbol.asyncDispose]();
  });

  /** Works on a resend of all events, one at a time. */
  async function resend(scheduleMs: readonly number[], holdsLease = (): boolean => true) {
    const id = await harness.accept();
    const engine = await harness.startEngine({
      policy: { scheduleMs, expiresAfterMs: 600_000 },
      queues: { endpointMaxInFlight: 1, breaker: defaultBreakerPolicy },
      holdsLease,
    });
    void engine.work(id);
    await harness.settled(id);
    await engine.stop(1_000);
    return id;
  }

  const attemptsOf = async (id: number) => {
    const all = await Promise.all(
      (await harness.deliveries(id)).map(({ position }) =>
        harness.resends.listAttempts(id, position),
      ),
    );
    return all.map((attempts) => attempts?.map((it) => [it.number, it.errorClass]));
  };

  it('takes it, and the request is sent again at once, as an attempt of its own', async () => {
    answer = ({ place }) => (place === 3 ? null : 200);
    // Whoever waits for a retry is not settled within this test.
    const id = await resend([0, 60_000]);
    expect(await harness.get(id)).to.include({ status: 'COMPLETED', delivered: 9 });
    const attempts = await attemptsOf(id);
    const twice = attempts.filter((of) => of?.length === 2);
    expect(twice.length).to.be.at.least(3);
    for (const of of twice) {
      expect(of).to.deep.equal([
        [1, closed],
        [2, null],
      ]);
    }
    const recorded = attempts.reduce((sum, of) => sum + (of?.length ?? 0), 0);
    expect(seen).to.have.length(recorded);
    const again = seen.filter(({ attempt }) => attempt === '2');
    expect(again).to.have.length(twice.length);
    expect(
      again.every(({ place }) => place === 1),
      'on a new connection',
    ).to.equal(true);
  });

  it('uses no step of the schedule', async () => {
    const refused = new Set<string>();
    answer = ({ place, event }) => {
      if (place === 3) return null;
      if (refused.has(event) || place !== 1 || seen.length === 1) return 200;
      // What was sent again is refused once.
      refused.add(event);
      return 500;
    };
    const id = await resend([0, 20]);
    expect(refused.size).to.be.at.least(1);
    expect(await harness.get(id)).to.include({ status: 'COMPLETED', delivered: 9, failed: 0 });
    const attempts = (await attemptsOf(id)).filter((of) => of?.[0]?.[1] === closed);
    expect(attempts.length).to.be.at.least(1);
    for (const of of attempts.filter((it) => it?.[1]?.[1] !== null)) {
      // The retry may meet a closing connection, too.
      const decisive = of?.map(([, errorClass]) => errorClass).filter((it) => it !== closed);
      expect(decisive).to.deep.equal(['http_status', null]);
    }
  });

  it('is sent again no more than once in a turn', async () => {
    answer = ({ place, attempt }) => (place === 3 || attempt === '2' ? null : 200);
    const id = await resend([0, 20]);
    expect((await harness.get(id)).delivered).to.equal(9);
    const attempts = (await attemptsOf(id)).filter((of) => (of?.length ?? 0) > 1);
    expect(attempts.length).to.be.at.least(1);
    for (const of of attempts) {
      const classes = of?.map(([, errorClass]) => errorClass) ?? [];
      expect(classes.slice(0, 2)).to.deep.equal([closed, 'reset']);
      expect(classes.filter((it) => it !== closed)).to.deep.equal(['reset', null]);
    }
  });

  it('is not sent again without the lease', async () => {
    const lease = { isHeld: true, writtenWithout: 0 };
    answer = ({ place }) => {
      if (!lease.isHeld) lease.writtenWithout += 1;
      if (place !== 3) return 200;
      lease.isHeld = false;
      setTimeout(() => (lease.isHeld = true), 150);
      return null;
    };
    const id = await resend([0, 20], () => lease.isHeld);
    expect((await harness.get(id)).delivered).to.equal(9);
    expect(lease.writtenWithout).to.equal(0);
  });
});

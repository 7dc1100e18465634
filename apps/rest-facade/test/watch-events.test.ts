// Long because its cases share a service that hands out states one by one.

import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError } from '@connectrpc/connect';
import { type Resend, ResendStatus } from '@webhooks/contracts';
import { mintUserToken, startTcpProxy, waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { type EventClient, openEvents } from './event-client.ts';
import { acceptedResend, serviceError, CREATED_AT_MS } from './fake-service.ts';
import { RESEND_PATH, type RestHarness, SECRET, startHarness } from './rest-harness.ts';

const PATH = `${RESEND_PATH}/7890/events`;
const TOTAL = 5_000;

function resend(delivered: number): Resend {
  const isSettled = delivered === TOTAL;
  const updatedAt = timestampFromMs(CREATED_AT_MS + delivered);
  return acceptedResend(7890n, {
    selection: { resendType: 1, objectReferenceId: 5n },
    status: isSettled ? ResendStatus.COMPLETED : ResendStatus.PROCESSING,
    updatedAt,
    total: BigInt(TOTAL),
    delivered: BigInt(delivered),
    pending: BigInt(TOTAL - delivered),
    ...(isSettled ? { finishedAt: updatedAt } : {}),
  });
}

/** What the service sends to watchers: states that a test hands out, to all of them. */
class WatchClient {
  watchers = 0;
  readonly #queues = new Set<{ states: Resend[]; wake: () => void }>();

  constructor(rest: RestHarness, first = resend(0)) {
    rest.service.behaviour.watchResend = (_, { signal }) => this.#watch(first, signal);
  }

  send(...states: Resend[]): void {
    for (const queue of this.#queues) {
      queue.states.push(...states);
      queue.wake();
    }
  }

  async *#watch(first: Resend, signal: AbortSignal) {
    const queue = { states: [first], wake: (): void => {} };
    signal.addEventListener('abort', () => queue.wake());
    this.#queues.add(queue);
    this.watchers += 1;
    try {
      while (!signal.aborted) {
        const state = queue.states.shift();
        if (state === undefined) await new Promise<void>((resolve) => (queue.wake = resolve));
        else yield { resend: state };
        if (state?.finishedAt !== undefined) return;
      }
    } finally {
      this.watchers -= 1;
      this.#queues.delete(queue);
    }
  }
}

describe('GET /v3/webhooks/resend/{id}/events', () => {
  let rest: RestHarness;
  let service: WatchClient;
  beforeEach(async () => {
    rest = await startHarness({ limits: { heartbeatMs: 50, maxEventStreams: 4 } });
    service = new WatchClient(rest);
  });
  afterEach(() => rest[Symbol.asyncDispose]());

  const open = (headers: Record<string, string> = {}): Promise<EventClient> =>
    openEvents(rest.facade.port, PATH, { authorization: `Bearer ${rest.token}`, ...headers });
  const openAs = (userId: number): Promise<EventClient> =>
    open({ authorization: `Bearer ${mintUserToken(SECRET, { user_id: userId })}` });
  const delivered = ({ events }: EventClient) => events.map(({ data }) => data['delivered']);
  const hasEvents = (count: number, client: EventClient) =>
    waitFor(() => client.events.length >= count, {
      what: () => `${count} events instead of ${client.head}\n${client.body}`,
    });

  it('sends each state as a GET of it shows it, and ends after the settled one', async () => {
    using client = await open();
    await hasEvents(1, client);
    service.send(resend(2));
    await hasEvents(2, client);
    service.send(resend(TOTAL));
    await waitFor(() => client.isComplete, { what: 'the end' });

    expect(delivered(client)).to.deep.equal([0, 2, TOTAL]);
    expect(client.events.map(({ data }) => data['control'])).to.deep.equal([
      'RUNNING',
      'RUNNING',
      null,
    ]);
    expect(client.events.map(({ event }) => event)).to.deep.equal([
      'progress',
      'progress',
      'progress',
    ]);
    expect(client.events[2]?.id).to.equal(`${CREATED_AT_MS + TOTAL}-COMPLETED`);
    rest.service.behaviour.getResend = () => resend(TOTAL);
    const item = await (await rest.call(`${RESEND_PATH}/7890`)).json();
    expect(client.events[2]?.data).to.deep.equal(item);
    expect(client.body.startsWith('retry: 2000\n\n')).to.equal(true);
    expect(client.isClosed, 'the connection stays for more').to.equal(false);
  });

  it('is neither kept nor held back on its way', async () => {
    using client = await open({ accept: 'text/event-stream', 'accept-encoding': 'gzip, br' });
    await hasEvents(1, client);
    expect(client.head.split('\r\n')).to.include.members([
      'http/1.1 200 ok',
      'content-type: text/event-stream; charset=utf-8',
      'cache-control: no-store, no-transform',
      'x-accel-buffering: no',
      'transfer-encoding: chunked',
    ]);
    expect(client.head).to.match(/\r\nx-request-id: \S/);
    expect(client.head).not.to.include('content-encoding');
  });

  it('comes whatever Accept names: generated clients name the form of errors alone', async () => {
    const none = [
      'application/json',
      'text/html',
      'text/event-stream;q=0',
      'nonsense',
      '',
      'a/b;q',
    ];
    for (const accept of none) {
      using client = await open({ accept });
      await hasEvents(1, client);
      expect(client.head, accept).to.include('content-type: text/event-stream; charset=utf-8');
    }
  });

  it('asks the service as the caller, without a deadline', async () => {
    using client = await open({ 'x-request-id': 'req-1' });
    await hasEvents(1, client);
    const [call] = rest.service.calls;
    expect(call).to.include({ method: 'watchResend', timeoutMs: undefined });
    expect(call?.headers.get('authorization')).to.equal(`Bearer ${rest.token}`);
    expect(call?.headers.get('x-request-id')).to.equal('req-1');
    expect(call?.request).to.include({ id: 7890n });
  });

  it('sends comments while nothing happens', async () => {
    using client = await open();
    await waitFor(() => client.body.endsWith(': keep-alive\n\n: keep-alive\n\n'), {
      what: 'two comments',
    });
    service.send(resend(TOTAL));
    await waitFor(() => client.isComplete, { what: 'the end' });
  });

  it('ends the call to the service when the client goes away', async () => {
    const client = await open();
    await hasEvents(1, client);
    expect(service.watchers).to.equal(1);
    client[Symbol.dispose]();
    await waitFor(() => service.watchers === 0, { what: 'the call to end' });
  });

  it('drops what a slow reader did not take, never the last', async () => {
    using client = await open();
    await hasEvents(1, client);
    client.socket.pause();
    for (let state = 1; state < TOTAL; state += 1) service.send(resend(state));
    service.send(resend(TOTAL));
    await waitFor(() => service.watchers === 0, { what: 'the service to have sent everything' });
    client.socket.resume();
    await waitFor(() => client.isComplete, { what: 'the end' });

    const seen = delivered(client);
    expect(seen.length).to.be.lessThan(TOTAL);
    expect(seen.at(-1)).to.equal(TOTAL);
    expect(seen).to.deep.equal(seen.toSorted((one, other) => Number(one) - Number(other)));
  });

  it('tells a client to stay away that comes back with the settled state', async () => {
    new WatchClient(rest, resend(TOTAL));
    using first = await open();
    await waitFor(() => first.isComplete, { what: 'the end' });
    expect(delivered(first)).to.deep.equal([TOTAL]);
    using again = await open({ 'last-event-id': first.events[0]?.id ?? '' });
    await waitFor(() => again.head.startsWith('http/1.1 204'), { what: () => again.head });
    using other = await open({ 'last-event-id': `${CREATED_AT_MS}-PROCESSING` });
    await waitFor(() => other.isComplete, { what: 'the end' });
  });

  describe('before the stream begins', () => {
    const get = (headers: Record<string, string> = {}, path = PATH) => rest.call(path, { headers });

    it('errors are told as everywhere', async () => {
      rest.service.behaviour.watchResend = () => {
        throw serviceError('resend_not_found');
      };
      const unknown = await get();
      expect(unknown.status).to.equal(404);
      expect(unknown.headers.get('content-type')).to.equal('application/json; charset=utf-8');
      expect(await unknown.json()).to.include({ code: 'resend_not_found', worked: false });
      expect((await get({}, `${RESEND_PATH}/0/events`)).status).to.equal(404);
      expect((await get({ authorization: 'x' })).status).to.equal(401);
      expect((await get({}, `${PATH}?from=1`)).status).to.equal(422);
    });

    it('too many watchers are told so', async () => {
      rest.service.behaviour.watchResend = () => {
        throw serviceError('too_many_requests', { retryAfterMs: 1_000 });
      };
      const response = await get();
      expect(response.status).to.equal(429);
      expect(response.headers.get('retry-after')).to.equal('1');
    });

    it('HEAD answers the headers alone, without watching', async () => {
      rest.service.behaviour.getResend = () => resend(1);
      const response = await rest.call(PATH, { method: 'HEAD' });
      expect(response.status).to.equal(200);
      expect(response.headers.get('content-type')).to.equal('text/event-stream; charset=utf-8');
      expect(response.headers.get('cache-control')).to.equal('no-store, no-transform');
      expect(rest.service.calls.map(({ method }) => method)).to.deep.equal(['getResend']);
    });

    it('a service that says nothing is taken for unavailable', async () => {
      await using late = await startHarness({ settings: { rpcTimeoutMs: 200 } });
      late.service.behaviour.watchResend = async function* (_, { signal }) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        yield {};
      };
      expect((await late.call(PATH)).status).to.equal(503);
      await late.service.stop();
      expect((await late.call(PATH)).status).to.equal(503);
    });
  });

  it('ends early when the service goes away, so that the client comes again', async () => {
    using client = await open();
    await hasEvents(1, client);
    await rest.service.stop();
    await waitFor(() => client.isComplete, { what: 'the end' });
    await rest.service.start();
    using again = await open();
    await hasEvents(1, again);
  });

  it('ends early when the link to the service goes dead without a word, and finds it again', async () => {
    await using link = await startTcpProxy(Number(rest.service.url.port));
    const rpcUrl = new URL(`http://127.0.0.1:${link.port}`);
    await using linked = await startHarness({ settings: { rpcUrl } });
    const openLinked = () =>
      openEvents(linked.facade.port, PATH, { authorization: `Bearer ${linked.token}` });
    using client = await openLinked();
    await hasEvents(1, client);
    link.blackHole();
    await waitFor(() => client.isComplete, { what: 'the end', deadlineMs: 8_000 });
    link.cut();
    link.restore();
    using again = await openLinked();
    await hasEvents(1, again);
  }).timeout(15_000);

  it('ends early when the service stops', async () => {
    rest.service.behaviour.watchResend = async function* () {
      yield { resend: resend(0) };
      throw new ConnectError('the service stops', Code.Unavailable);
    };
    using client = await open();
    await waitFor(() => client.isComplete, { what: 'the end' });
    expect(delivered(client)).to.deep.equal([0]);
  });

  it('bounds the streams, and leaves room for other requests', async () => {
    const clients = await Promise.all([open(), open(), open()]);
    await Promise.all(clients.map((client) => hasEvents(1, client)));
    const refused = await rest.call(PATH);
    expect(refused.status).to.equal(429);
    expect(refused.headers.get('retry-after')).to.equal('1');
    using other = await openAs(300);
    await hasEvents(1, other);
    const third = { authorization: `Bearer ${mintUserToken(SECRET, { user_id: 301 })}` };
    const full = await rest.call(PATH, { headers: third });
    expect(full.status).to.equal(503);
    expect(full.headers.get('retry-after')).to.equal('1');
    expect((await rest.call(RESEND_PATH)).status).to.equal(200);
    for (const client of [other, ...clients]) client[Symbol.dispose]();
    await waitFor(() => service.watchers === 0, { what: 'the streams to end' });
    using client = await open();
    await hasEvents(1, client);
  });

  it('leaves places to others, however many streams how many users open', async () => {
    await using busy = await startHarness();
    new WatchClient(busy);
    const openFor = (userId: number): Promise<EventClient> =>
      openEvents(busy.facade.port, PATH, {
        authorization: `Bearer ${mintUserToken(SECRET, { user_id: userId })}`,
      });
    using streams = new DisposableStack();
    for (let userId = 1; userId <= 12; userId += 1) {
      for (let count = 0; count < 20; count += 1) streams.use(await openFor(userId));
    }
    const other = streams.use(await openFor(300));
    await hasEvents(1, other);
  }).timeout(30_000);

  it('does not keep the facade from stopping', async () => {
    using client = await open();
    await hasEvents(1, client);
    const startedMs = performance.now();
    await rest.facade[Symbol.asyncDispose]();
    expect(performance.now() - startedMs).to.be.lessThan(2_000);
    await waitFor(() => client.isClosed, { what: 'the connection to end' });
    expect(client.isComplete).to.equal(true);
    await waitFor(() => service.watchers === 0, { what: 'the call to end' });
  });
});

import type { ServerResponse } from 'node:http';

import { startHttpReceiver, type HttpReceiver, type ReceivedRequest } from '@webhooks/testing';
import { expect } from 'chai';

import { ResendConnectionError } from '../src/errors/errors.ts';
import { pause } from '../src/http/pause.ts';
import { ResendClient } from '../src/resend-client.ts';
import type { ResendDetail } from '../src/wire/resend-log.ts';
import { createTransport } from '../src/http/transport.ts';
import { watchResend } from '../src/watch/watch-resend.ts';

type Connection = (response: ServerResponse, request: ReceivedRequest) => void;

describe('watchResend', () => {
  let api: HttpReceiver;
  let pauses: number[];

  beforeEach(async () => {
    api = await startHttpReceiver();
    pauses = [];
  });

  afterEach(() => api[Symbol.asyncDispose]());

  function connections(...list: readonly Connection[]): void {
    api.handle((request, response) => {
      const connection = list[Math.min(api.requests.length, list.length) - 1];
      connection?.(response, request);
    });
  }

  function watch(options = {}): AsyncGenerator<ResendDetail, void> {
    const pause = async (ms: number): Promise<void> => void pauses.push(ms);
    const parts = { random: () => 0, nowMs: () => 0, pause };
    return watchResend(createTransport({ baseUrl: api.url, token: 't' }, parts), 7, options);
  }

  const delivered = (states: readonly ResendDetail[]): number[] =>
    states.map((state) => state.delivered);

  it('opens a stream again that ends early, and tells each state once', async () => {
    connections(
      (response) => response.end(`retry: 2000\n\n${progress(1)}${progress(2)}`),
      (response) => response.end(`${progress(2)}${progress(3, true)}`),
    );
    expect(delivered(await Array.fromAsync(watch()))).to.deep.equal([1, 2, 3]);
    expect(api.requests.map(({ headers }) => headers['last-event-id'])).to.deep.equal([
      undefined,
      '2-PROCESSING',
    ]);
    expect(api.requests[0]?.headers.accept).to.equal('text/event-stream');
    expect(pauses).to.deep.equal([2_000]);
  });

  it('ends with the settled state although the stream stays open', async () => {
    connections((response) => void response.write(progress(3, true)));
    expect(delivered(await Array.fromAsync(watch()))).to.deep.equal([3]);
  });

  it('goes on after a reset and a refusal for now', async () => {
    connections(
      (response) => response.write(progress(1), () => response.socket?.resetAndDestroy()),
      (response) => response.writeHead(503, { 'retry-after': '1' }).end(),
      (response) => response.end(progress(2, true)),
    );
    expect(delivered(await Array.fromAsync(watch()))).to.deep.equal([1, 2]);
    expect(pauses).to.have.length(2);
  });

  it('opens a silent stream again', async () => {
    connections(
      (response) => void response.write(progress(1)),
      (response) => response.end(progress(2, true)),
    );
    const states = await Array.fromAsync(watch({ idleTimeoutMs: 50 }));
    expect(delivered(states)).to.deep.equal([1, 2]);
  });

  it('fails at once with what does not go away', async () => {
    connections((response) =>
      response.writeHead(404).end('{"detail":"Resend not found","code":"resend_not_found"}'),
    );
    const error: unknown = await Array.fromAsync(watch()).catch((reason: unknown) => reason);
    expect(error).to.include({ status: 404, code: 'resend_not_found' });
    expect(api.requests).to.have.length(1);
  });

  it('fails when nothing comes for too many tries', async () => {
    connections((response) => response.destroy());
    const tries = Array.fromAsync(watch({ maxRetries: 3 }));
    expect(await tries.catch((reason: unknown) => reason)).to.include({
      code: 'connection_failed',
    });
    expect(api.requests).to.have.length(4);
  });

  for (const [what, message, connection] of [
    ['a page', 'is text/html; charset=utf-8, not text/event-stream', page],
    ['no content', 'The answer 204 has no body', (response) => response.writeHead(204).end()],
    ['JSON', 'is application/json', json],
    ['a stream without an event', 'without an event', (response) => response.end(': hello\n\n')],
    ['an empty stream', 'ended without an event', (response) => response.end()],
    ['an event that is no object', 'is no JSON object', (response) => response.end('data: 7\n\n')],
    ['an event that is no JSON', 'is no JSON object', (response) => response.end('data: x\n\n')],
  ] as const satisfies (readonly [string, string, Connection])[]) {
    it(`fails when all that comes is ${what}`, async () => {
      connections(connection);
      const reported: number[] = [];
      const tries = watch({
        maxRetries: 3,
        onRetry: (_: unknown, retry: number) => reported.push(retry),
      });
      const error: unknown = await Array.fromAsync(tries).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(Error).with.property('message').that.includes(message);
      expect(api.requests).to.have.length(4);
      expect([reported, pauses.length]).to.deep.equal([[1, 2, 3], 3]);
    });
  }

  it('starts to count anew after a stream that brought something', async () => {
    const list = [page, page, events(progress(1)), page, page, events(progress(2, true))];
    connections(...list);
    const states = await Array.fromAsync(watch({ maxRetries: 2 }));
    expect(delivered(states)).to.deep.equal([1, 2]);
    expect(api.requests).to.have.length(6);
  });

  it('takes a stream by its media type, whatever follows it', async () => {
    connections((response) => {
      response.writeHead(200, { 'content-type': 'Text/Event-Stream;charset=utf-8' });
      response.end(progress(1, true));
    });
    expect(delivered(await Array.fromAsync(watch({ maxRetries: 0 })))).to.deep.equal([1]);
  });

  it('does not take a slow reader for a silent stream', async () => {
    connections((response) => {
      response.write(progress(1));
      response.write(progress(2));
      response.end(progress(3, true));
    });
    const states: number[] = [];
    for await (const state of watch({ idleTimeoutMs: 30, maxRetries: 0 })) {
      states.push(state.delivered);
      // Longer than the stream may be silent.
      await pause(60, undefined);
    }
    expect(states).to.deep.equal([1, 2, 3]);
    expect(api.requests).to.have.length(1);
  });

  for (const idleTimeoutMs of [3e9, Infinity]) {
    it(`waits for a stream that may be silent for ${idleTimeoutMs} ms`, async () => {
      connections((response) => {
        response.write(progress(1));
        setImmediate(() => response.end(progress(2, true)));
      });
      const states = await Array.fromAsync(watch({ idleTimeoutMs, maxRetries: 0 }));
      expect(delivered(states)).to.deep.equal([1, 2]);
    });
  }

  for (const options of [
    { idleTimeoutMs: NaN },
    { idleTimeoutMs: 0 },
    { idleTimeoutMs: '45000' },
    { maxRetries: NaN },
    { maxRetries: -1 },
    { maxRetries: 1.5 },
  ]) {
    it(`refuses ${JSON.stringify(options)} (${String(Object.values(options)[0])})`, async () => {
      const error: unknown = await watch(options)
        .next()
        .catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(TypeError);
      expect((error as Error).message).to.match(/^(idleTimeoutMs|maxRetries) must be/);
      expect(api.requests).to.have.length(0);
    });
  }

  it('throws a mistake of its caller at once', async () => {
    const client = new ResendClient({ baseUrl: api.url, token: () => fail('no key') });
    for (const [id, type] of [
      [7n, TypeError],
      [7, Error],
    ] as const) {
      const watching = client.watchResend(id as number).next();
      const error: unknown = await watching.catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(type).and.not.instanceOf(ResendConnectionError);
    }
    expect(api.requests).to.have.length(0);
  });

  it('ends with the reason of a signal', async () => {
    const stop = new AbortController();
    connections((response) => void response.write(progress(1)));
    const client = new ResendClient({ baseUrl: api.url, token: 't' });
    const seen: number[] = [];
    const watching = (async () => {
      for await (const state of client.watchResend(7, { signal: stop.signal })) {
        seen.push(state.delivered);
        stop.abort(new Error('enough'));
      }
    })();
    expect(await watching.catch((reason: unknown) => reason)).to.include({ message: 'enough' });
    expect(seen).to.deep.equal([1]);
  });

  it('closes the stream when its reader leaves', async () => {
    let closed: () => void = () => {};
    const left = new Promise<void>((resolve) => (closed = resolve));
    connections((response) => {
      response.once('close', closed);
      response.write(progress(1));
    });
    for await (const state of watch()) {
      expect(state.delivered).to.equal(1);
      break;
    }
    await left;
  });
});

function page(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<h1>Welcome</h1>');
}

function json(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
}

function events(text: string): Connection {
  return (response) => void response.end(text);
}

function fail(message: string): never {
  throw new Error(message);
}

function progress(count: number, settled = false): string {
  const finished_at = settled ? '2026-05-12T10:30:00.000Z' : null;
  const status = settled ? 'COMPLETED' : 'PROCESSING';
  const data = JSON.stringify({ id: 7, status, delivered: count, finished_at });
  return `event: progress\nid: ${count}-${status}\ndata: ${data}\n\n`;
}

import { ResendConnectionError } from '../errors/errors.ts';
import { resendPath } from '../http/api-request.ts';
import { bodyOfType } from '../http/body-of-type.ts';
import { startTimer } from '../http/timer.ts';
import type { Transport } from '../http/transport.ts';
import { serverSentEvents, type ServerSentEvent } from './server-sent-events.ts';

/** One stream of a watch. */
export interface EventsRequest {
  readonly id: number;
  /** Empty when no event came yet. */
  readonly lastEventId: string;
  /** How long the stream may be silent while it is read; Infinity: for ever. */
  readonly idleMs: number;
  readonly signal: AbortSignal | undefined;
}

const EVENT_STREAM = 'text/event-stream';

/** The events of a resend until the stream ends; its failures are those of any other call. */
export async function* openEvents(
  transport: Pick<Transport, 'open' | 'nowMs'>,
  { id, lastEventId, idleMs, signal }: EventsRequest,
): AsyncGenerator<ServerSentEvent, void> {
  const idle = new AbortController();
  let stop: () => void = () => {};
  // A reader that takes its time does not make a stream a silent one.
  const wait = {
    begin: () => (stop = startTimer(idleMs, () => idle.abort())),
    end: () => stop(),
  };
  const over = signal === undefined ? idle.signal : AbortSignal.any([signal, idle.signal]);
  const headers = {
    accept: EVENT_STREAM,
    ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }),
  };
  const request = { method: 'GET', path: resendPath(id, 'events'), headers } as const;
  try {
    wait.begin();
    const response = await transport.open(request, over);
    const stream = await bodyOfType(response, EVENT_STREAM, transport.nowMs());
    wait.end();
    yield* serverSentEvents(stream, wait);
  } catch (error) {
    signal?.throwIfAborted();
    if (!idle.signal.aborted) throw error;
    const message = `Nothing came for ${idleMs} ms`;
    throw new ResendConnectionError('timeout', message, { cause: error });
  } finally {
    wait.end();
  }
}

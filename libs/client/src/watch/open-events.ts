import { ResendConnectionError } from '../errors.ts';
import { resendPath } from '../http/api-request.ts';
import { connectionFailure, type Transport } from '../http/transport.ts';
import { serverSentEvents, type ServerSentEvent } from './server-sent-events.ts';

/** One stream of a watch. */
export interface EventsRequest {
  readonly id: number;
  /** Empty when no event came yet. */
  readonly lastEventId: string;
  /** How long the stream may be silent. */
  readonly idleMs: number;
  readonly signal: AbortSignal | undefined;
}

/** The events of a resend until the stream ends; its failures are those of any other call. */
export async function* openEvents(
  transport: Pick<Transport, 'open'>,
  { id, lastEventId, idleMs, signal }: EventsRequest,
): AsyncGenerator<ServerSentEvent, void> {
  const idle = new AbortController();
  const isSilent = (): void => idle.abort();
  let timer = setTimeout(isSilent, idleMs);
  const onBytes = (): void => {
    clearTimeout(timer);
    timer = setTimeout(isSilent, idleMs);
  };
  const over = signal === undefined ? idle.signal : AbortSignal.any([signal, idle.signal]);
  const headers = {
    accept: 'text/event-stream',
    ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }),
  };
  try {
    const path = resendPath(id, 'events');
    const { body } = await transport.open({ method: 'GET', path, headers }, over);
    if (body !== null) yield* serverSentEvents(body, onBytes);
  } catch (error) {
    signal?.throwIfAborted();
    if (!idle.signal.aborted) throw connectionFailure(error);
    const message = `Nothing came for ${idleMs} ms`;
    throw new ResendConnectionError('timeout', message, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

import { retriesOption, timeLimitOption } from '../options/check-option.ts';
import { ResendApiError, ResendConnectionError } from '../errors/errors.ts';
import { parseObject } from '../http/api-error.ts';
import type { Transport } from '../http/transport.ts';
import type { CallOptions } from '../options/options.ts';
import type { FollowedResend } from '../wire/resend-log.ts';
import { openEvents } from './open-events.ts';

/** What can be said of a watch. */
export interface WatchOptions extends Pick<CallOptions, 'signal'> {
  /** Streams in a row that may fail before one brings something. Default 10: about a minute; Infinity: any number. */
  readonly maxRetries?: number;
  /** A stream that is silent for this long while it is read is opened anew. Default 45,000; the API sends something at least every 15 s. Infinity: never. */
  readonly idleTimeoutMs?: number;
  /** Called for each failure after which a stream is opened again, with the number of the retry. What it throws ends the watch. */
  readonly onRetry?: (failure: unknown, retry: number) => void;
}

const DEFAULT_MAX_RETRIES = 10;
const DEFAULT_IDLE_MS = 45_000;
/** What the API asks for between a stream that ended in peace and the next one. */
const RECONNECT_MS = 2_000;

/**
 * A resend as it is and as it changes, at most four times a second. Ends after the settled state;
 * a stream that ends before it is opened again. What is no stream of events is a failure, and so is
 * a stream that ends without an event.
 */
export async function* watchResend(
  transport: Transport,
  id: number,
  options: WatchOptions = {},
): AsyncGenerator<FollowedResend, void> {
  const { signal, onRetry } = options;
  const maxRetries = retriesOption('maxRetries', options.maxRetries, DEFAULT_MAX_RETRIES);
  const idleMs = timeLimitOption('idleTimeoutMs', options.idleTimeoutMs, DEFAULT_IDLE_MS);
  let lastEventId = '';
  let failures = 0;
  for (;;) {
    let events = 0;
    let pauseMs: number | null = RECONNECT_MS;
    try {
      signal?.throwIfAborted();
      for await (const event of openEvents(transport, { id, lastEventId, idleMs, signal })) {
        if (event.type !== 'progress' && event.type !== 'message') continue;
        const resend = parseObject(event.data) as FollowedResend | null;
        if (resend === null) throw streamFailure('An event of the stream is no JSON object');
        events += 1;
        failures = 0;
        if (event.id !== '' && event.id === lastEventId) continue;
        lastEventId = event.id;
        yield resend;
        if (typeof resend.finished_at === 'string') return;
      }
      if (events === 0) throw streamFailure('The stream ended without an event');
    } catch (error) {
      failures += 1;
      if (signal?.aborted) throw error;
      pauseMs = transport.pauseAfter(passing(error), failures, maxRetries);
      if (pauseMs === null) throw error;
      onRetry?.(error, failures);
    }
    await transport.pause(pauseMs, signal);
  }
}

function streamFailure(message: string): ResendConnectionError {
  return new ResendConnectionError('connection_failed', message);
}

/** A page in the place of a stream may be gone in a moment, as when a proxy is set up anew. */
function passing(error: unknown): unknown {
  const isPage = error instanceof ResendApiError && error.code === 'unexpected_answer';
  return isPage && error.status < 300 ? streamFailure(error.message) : error;
}

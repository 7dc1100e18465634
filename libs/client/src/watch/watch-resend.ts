import type { Transport } from '../http/transport.ts';
import type { CallOptions } from '../options.ts';
import type { ResendDetail } from '../wire/resend-log.ts';
import { openEvents } from './open-events.ts';

/** What can be said of a watch. */
export interface WatchOptions extends Pick<CallOptions, 'signal'> {
  /** Streams in a row that may fail before one brings something. Default 10: about a minute. */
  readonly maxRetries?: number;
  /** A stream that is silent for this long is opened anew. Default 45,000; the API sends something at least every 15 s. */
  readonly idleTimeoutMs?: number;
}

const DEFAULT_MAX_RETRIES = 10;
const DEFAULT_IDLE_MS = 45_000;
/** What the API asks for between a stream that ended in peace and the next one. */
const RECONNECT_MS = 2_000;

/**
 * A resend as it is and as it changes, at most four times a second. Ends after the settled state;
 * a stream that ends before it is opened again.
 */
export async function* watchResend(
  transport: Transport,
  id: number,
  options: WatchOptions = {},
): AsyncGenerator<ResendDetail, void> {
  const { signal, maxRetries = DEFAULT_MAX_RETRIES, idleTimeoutMs: idleMs } = options;
  let lastEventId = '';
  let failures = 0;
  for (;;) {
    let pauseMs: number | null = RECONNECT_MS;
    try {
      const request = { id, lastEventId, idleMs: idleMs ?? DEFAULT_IDLE_MS, signal };
      for await (const event of openEvents(transport, request)) {
        failures = 0;
        if (event.id !== '' && event.id === lastEventId) continue;
        lastEventId = event.id;
        const resend = JSON.parse(event.data) as ResendDetail;
        yield resend;
        if (resend.finished_at !== null) return;
      }
    } catch (error) {
      failures += 1;
      if (signal?.aborted) throw error;
      pauseMs = transport.pauseAfter(error, failures, maxRetries);
      if (pauseMs === null) throw error;
    }
    await transport.pause(pauseMs, signal);
  }
}

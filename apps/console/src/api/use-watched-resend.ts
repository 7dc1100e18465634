import { serverSentEvents } from '@webhooks/client';
import { useEffect, useState } from 'preact/hooks';

import { EVENT_STREAM, getResend, open } from './api.ts';
import { type ApiError, asApiError } from './api-error.ts';
import { backoffMs } from './backoff.ts';
import type { FollowedResend, ResendDetail } from './types.ts';

/** The API gives a sign of life every 15 seconds; a stream without one is opened again. */
const SILENCE_MS = 45_000;

/** A resend, with its progress by endpoint once that is known. */
type Watched = ResendDetail & Partial<FollowedResend>;

/** A resend as it is now, and whether what happens to it is seen at once. */
export interface WatchedResend {
  readonly resend: Watched | null;
  /** When it was so, in milliseconds. */
  readonly asOfMs: number | undefined;
  readonly error: ApiError | null;
  readonly isLive: boolean;
  /** Takes up what an action answered, before the stream says so. */
  readonly take: (resend: ResendDetail) => void;
}

/**
 * Follows one resend until it is settled: by a stream of events, which one page has one of at most,
 * opened again with growing pauses when it ends early.
 */
export function useWatchedResend(id: number): WatchedResend {
  const [resend, setResend] = useState<Watched | null>(null);
  const [asOfMs, setAsOf] = useState<number>();
  const [error, setError] = useState<ApiError | null>(null);
  const [isLive, setLive] = useState(false);

  useEffect(() => {
    const over = new AbortController();
    setResend(null);
    setError(null);
    const take = (state: ResendDetail): void => {
      if (over.signal.aborted) return;
      setResend(state);
      setAsOf(Date.now());
      setError(null);
    };
    void follow(id, over.signal, { take, fail: setError, live: setLive });
    return () => over.abort();
  }, [id]);

  const current = resend?.id === id ? resend : null;
  return {
    resend: current,
    asOfMs: current === null ? undefined : asOfMs,
    error,
    isLive,
    take: (changed) => setResend(withChange(changed)),
  };
}

/** An action answers without the progress by endpoint: that stays as it was until the stream says it. */
function withChange(changed: ResendDetail): (before: Watched | null) => Watched {
  return (before) => (before?.id === changed.id ? { ...before, ...changed } : changed);
}

interface Sink {
  readonly take: (resend: ResendDetail) => void;
  readonly fail: (error: ApiError) => void;
  readonly live: (isLive: boolean) => void;
}

async function follow(id: number, signal: AbortSignal, sink: Sink): Promise<void> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      const first = await getResend(id, signal);
      sink.take(first);
      if (first.finished_at !== null) return;
      const sawState = await readStream(id, signal, sink);
      if (sawState === 'settled') return;
      failures = sawState === 'some' ? 0 : failures;
    } catch (error) {
      if (signal.aborted) return;
      const problem = asApiError(error);
      sink.fail(problem);
      if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) return;
    } finally {
      if (!signal.aborted) sink.live(false);
    }
    await new Promise((resolve) => setTimeout(resolve, backoffMs(failures, 1_000)));
  }
}

async function readStream(
  id: number,
  signal: AbortSignal,
  sink: Sink,
): Promise<'none' | 'some' | 'settled'> {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = {
    begin: () => (timer = setTimeout(() => silence.abort(), SILENCE_MS)),
    end: () => clearTimeout(timer),
  };
  const over = AbortSignal.any([signal, silence.signal]);
  const response = await open(`resend/${id}/events`, EVENT_STREAM, over);
  let seen: 'none' | 'some' = 'none';
  if (response.body === null) return seen;
  sink.live(true);
  try {
    for await (const { type, data } of serverSentEvents(response.body, wait)) {
      if (type !== 'progress') continue;
      const state = JSON.parse(data) as ResendDetail;
      sink.take(state);
      seen = 'some';
      if (state.finished_at !== null) return 'settled';
    }
  } catch (error) {
    if (!silence.signal.aborted) throw error;
  }
  return seen;
}

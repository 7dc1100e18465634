import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

import { type ApiError, asApiError } from './api-error.ts';
import { backoffMs } from './backoff.ts';

/** Something that is asked for again and again. */
export interface Polled<T> {
  /** The newest answer for the current key; undefined before the first one. */
  readonly data: T | undefined;
  /** When that came, in milliseconds. */
  readonly asOfMs: number | undefined;
  /** Why the newest try failed; older data stays. */
  readonly error: ApiError | null;
  readonly isLoading: boolean;
  /** Asks now. */
  readonly reload: () => void;
}

interface State<T> {
  readonly key: string;
  readonly data: T | undefined;
  readonly asOfMs: number | undefined;
  readonly error: ApiError | null;
}

/**
 * Asks the API for what the key names, and again after what intervalMs says of the answer (null:
 * not again). Rests while the page is hidden, and backs off while it fails.
 */
export function usePolled<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  intervalMs: (data: T) => number | null,
): Polled<T> {
  const [state, setState] = useState<State<T>>({
    ...{ key, data: undefined, asOfMs: undefined, error: null },
  });
  const [round, setRound] = useState(0);
  const latest = useRef({ load, intervalMs });
  latest.current = { load, intervalMs };
  const reload = useCallback(() => setRound((count) => count + 1), []);

  useEffect(() => {
    const over = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    let isAsking = false;
    const again = (ms: number | null): void => {
      if (ms !== null && !over.signal.aborted) timer = setTimeout(ask, ms);
    };
    const ask = (): void => {
      timer = undefined;
      if (document.hidden || isAsking) return;
      isAsking = true;
      const asked = latest.current.load(over.signal).finally(() => (isAsking = false));
      asked.then(
        (data) => {
          if (over.signal.aborted) return;
          failures = 0;
          setState({ key, data, asOfMs: Date.now(), error: null });
          again(latest.current.intervalMs(data));
        },
        (error: unknown) => {
          if (over.signal.aborted) return;
          setState((before) => ({
            key,
            data: before.key === key ? before.data : undefined,
            asOfMs: before.key === key ? before.asOfMs : undefined,
            error: asApiError(error),
          }));
          failures += 1;
          again(isWorthAnother(asApiError(error)) ? backoffMs(failures, 1_000) : null);
        },
      );
    };
    const onVisible = (): void => {
      if (!document.hidden && timer === undefined) ask();
    };
    document.addEventListener('visibilitychange', onVisible);
    ask();
    return () => {
      over.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [key, round]);

  const isCurrent = state.key === key;
  const data = isCurrent ? state.data : undefined;
  const asOfMs = isCurrent ? state.asOfMs : undefined;
  const error = isCurrent ? state.error : null;
  return { data, asOfMs, error, isLoading: data === undefined && error === null, reload };
}

function isWorthAnother({ status }: ApiError): boolean {
  return status === 0 || status === 429 || status >= 500;
}

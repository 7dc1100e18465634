import { useEffect, useRef, useState } from 'preact/hooks';

import { createResend } from '../api/api.ts';
import { type ApiError, asApiError } from '../api/api-error.ts';
import { newIdempotencyKey } from '../api/idempotency-key.ts';
import type { Preview, ResendRequest } from '../api/types.ts';
import { countPreview } from './count-preview.ts';

/** A preview, and the request that it is the preview of. */
export interface Previewed {
  readonly request: ResendRequest;
  readonly preview: Preview;
}

/** Looking first and then sending exactly that. */
export interface ResendRequesting {
  readonly previewed: Previewed | null;
  readonly error: ApiError | null;
  readonly busy: 'previewing' | 'sending' | null;
  /** Deliveries that a long preview has counted so far; null when none is counted. */
  readonly counted: number | null;
  readonly preview: (request: ResendRequest) => Promise<void>;
  /** Sends what was previewed; answers the new resend's id, or null when it was refused. */
  readonly send: () => Promise<number | null>;
  readonly forget: () => void;
}

/**
 * The key is made with the preview, so that however often one clicks, and whatever answer is lost on
 * the way, what was previewed is sent once.
 */
export function useResendRequest(): ResendRequesting {
  const [previewed, setPreviewed] = useState<Previewed | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState<'previewing' | 'sending' | null>(null);
  const [counted, setCounted] = useState<number | null>(null);
  const key = useRef('');
  const leaving = useRef(new AbortController());
  useEffect(() => () => leaving.current.abort(), []);

  async function attempt<T>(
    what: 'previewing' | 'sending',
    act: () => Promise<T>,
  ): Promise<T | null> {
    setBusy(what);
    setError(null);
    try {
      return await act();
    } catch (problem) {
      if (!leaving.current.signal.aborted) setError(asApiError(problem));
      return null;
    } finally {
      setBusy(null);
      setCounted(null);
    }
  }

  return {
    previewed,
    error,
    busy,
    counted,
    preview: async (request) => {
      setPreviewed(null);
      const preview = await attempt('previewing', () =>
        countPreview(request, leaving.current.signal, setCounted),
      );
      if (preview === null) return;
      key.current = newIdempotencyKey();
      setPreviewed({ request, preview });
    },
    send: async () => {
      if (previewed === null) return null;
      return attempt('sending', () => createResend(previewed.request, key.current));
    },
    forget: () => setPreviewed(null),
  };
}

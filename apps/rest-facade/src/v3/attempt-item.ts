import type { Attempt } from '@webhooks/domain';
import { formatMillis } from '@webhooks/validation';

import { textOf } from './text-of.ts';

/** An attempt as v3 callers see it. */
export interface AttemptItem {
  readonly number: number;
  readonly started_at: string;
  readonly duration_ms: number;
  readonly http_status: number | null;
  readonly error_class: string | null;
  readonly error_message: string | null;
  /** The first bytes of the response body, in base64, exactly as they came; null: there was none. */
  readonly response_snippet: string | null;
  /** The same to be read; null when the bytes are no UTF-8 text. */
  readonly response_snippet_text: string | null;
}

/** Writes an attempt. */
export function toAttemptItem(attempt: Attempt): AttemptItem {
  return { number: attempt.number, ...toUnnumberedItem(attempt) };
}

/** The same without its number. */
export function toUnnumberedItem({
  responseSnippet,
  ...attempt
}: Omit<Attempt, 'number'>): Omit<AttemptItem, 'number'> {
  return {
    started_at: formatMillis(attempt.startedAtMs),
    duration_ms: attempt.durationMs,
    http_status: attempt.httpStatus,
    error_class: attempt.errorClass,
    error_message: attempt.errorMessage,
    response_snippet: responseSnippet && Buffer.from(responseSnippet).toString('base64'),
    response_snippet_text: responseSnippet && textOf(responseSnippet),
  };
}

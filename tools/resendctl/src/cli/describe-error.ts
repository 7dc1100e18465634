import { ResendApiError, ResendConnectionError, ResendOutcomeUnknownError } from '@webhooks/client';
import { StartupError } from '@webhooks/runtime';
import { printable } from '@webhooks/tool-kit';

import type { ExitReason } from './exit-codes.ts';
import { CliError } from './cli-error.ts';
import { inFlags } from './flag-words.ts';

/** How a failure is reported: what it is, what to do, and how the program ends. */
export interface Described {
  readonly reason: ExitReason;
  readonly message: string;
  readonly hint: string | null;
}

/** Says what a failure is in words for people; nothing of the inside is shown. */
export function describeError(error: unknown, url: string): Described {
  if (error instanceof CliError) return error;
  if (error instanceof StartupError) return usage(error.message);
  if (error instanceof TypeError && error.message.startsWith('baseUrl')) {
    return usage(`${error.message} (--url or RESEND_URL)`);
  }
  if (error instanceof ResendOutcomeUnknownError) {
    const hint = 'It may still happen: look before you ask again, such as by resendctl list';
    return { reason: 'unknown', message: error.message, hint };
  }
  if (error instanceof ResendApiError && error.code === 'unexpected_answer') {
    const hint = `Is that the API? ${url} (RESEND_URL or --url)`;
    return { reason: 'unavailable', message: error.message, hint };
  }
  if (error instanceof ResendApiError) return describeRefusal(error);
  if (error instanceof ResendConnectionError) {
    const hint = `Is the API there? ${url} (RESEND_URL or --url)`;
    return { reason: 'unavailable', message: error.message, hint };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { reason: 'failed', message: `unexpected: ${message}`, hint: null };
}

function describeRefusal(error: ResendApiError): Described {
  const { status, code, message, requestId, retryAfterMs } = error;
  const call = requestId === null ? null : `Name the request if you ask for help: ${requestId}`;
  if (status === 401) {
    return {
      reason: 'unauthorised',
      message: 'the API does not take this token',
      hint: 'It may have expired: get a new one, and set RESEND_TOKEN or --token-file',
    };
  }
  if (status === 403) return { reason: 'unauthorised', message, hint: call };
  if (code === 'validation_error' || code === 'list_too_long') return usage(inFlags(message));
  if (status === 404 || code.endsWith('_not_found')) {
    return { reason: 'notFound', message: message + listOf(error), hint: hintForNotFound(code) };
  }
  if (status === 409) return { reason: 'conflict', message, hint: null };
  if (status === 429 || status >= 502) {
    const wait = retryAfterMs === null ? '' : ` in ${Math.ceil(retryAfterMs / 1000)} s`;
    return {
      reason: 'unavailable',
      message,
      hint: `Try again${wait}${status === 429 ? AT_A_LIMIT : ''}`,
    };
  }
  return { reason: 'failed', message, hint: call };
}

/** What frees a limit that the message names. */
const AT_A_LIMIT = ', or after what runs has ended: resendctl list --control RUNNING';

/** Entries that are shown of those that were not found: a person reads them. */
const MAX_ENTRIES = 20;

/** The entries of a list that were not found; empty where there is no list. */
function listOf({ notFound }: ResendApiError): string {
  if (notFound.length === 0) return '';
  const rest = notFound.length - MAX_ENTRIES;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return `: ${printable(notFound.slice(0, MAX_ENTRIES).map(entryText).join(', '))}${more}`;
}

function entryText(entry: ResendApiError['notFound'][number]): string {
  if (typeof entry !== 'object') return String(entry);
  return Object.entries(entry)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function hintForNotFound(code: string): string | null {
  if (code === 'not_found') return 'This API does not have that call: is --url right?';
  if (code === 'resend_not_found') return 'Your resends: resendctl list';
  if (code === 'endpoint_not_found') return 'Your endpoints: resendctl endpoints';
  if (code === 'event_not_found' || code === 'events_not_found')
    return 'The events: resendctl events';
  if (code === 'account_not_found') return 'Branch and number keep their zeros: 0001/123456';
  return null;
}

function usage(message: string): Described {
  return { reason: 'usage', message, hint: null };
}

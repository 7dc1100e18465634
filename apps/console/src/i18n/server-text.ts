import type { Messages } from './en.ts';
import { formatCount } from './format.ts';

/**
 * Says what the API says about a resend in the reader's language. Null when it is a sentence that
 * the console does not know; it is shown as it is then.
 */
export function translateDetail(detail: string, { detail: { details } }: Messages): string | null {
  if (detail === 'Cancelled before anything was delivered') return details.cancelledEarly;
  const [, events] = /^(\d+) events? matched, but no endpoint did$/.exec(detail) ?? [];
  if (events !== undefined) return details.unmatched(formatCount(Number(events)));
  const failure = /^(Cancelled\. )?(\d+) of (\d+) deliver(?:y|ies) did not succeed: (.+)$/.exec(
    detail,
  );
  if (failure === null) return null;
  const [, cancelled, failed = '', total = '', kinds = ''] = failure;
  const parts = kinds.split(', ').map((part) => translatePart(part, details));
  if (parts.includes(null)) return null;
  const sentence = details.notSucceeded(
    formatCount(Number(failed)),
    formatCount(Number(total)),
    parts.join(', '),
  );
  return cancelled === undefined ? sentence : `${details.cancelledPrefix} ${sentence}`;
}

function translatePart(part: string, details: Messages['detail']['details']): string | null {
  const [, count = '', kind = ''] = /^(\d+) (failed|skipped|cancelled)$/.exec(part) ?? [];
  if (kind !== 'failed' && kind !== 'skipped' && kind !== 'cancelled') return null;
  return details[kind](formatCount(Number(count)));
}

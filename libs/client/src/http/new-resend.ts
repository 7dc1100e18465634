import type { Answered } from './transport.ts';

/**
 * The id of the resend that a call has made: what its Location names.
 *
 * @throws ResendApiError when there is none; the resend itself was accepted.
 */
export function newResendOf(answer: Answered<unknown>): number {
  const location = answer.headers.get('location') ?? '';
  const id = Number(/\/resend\/([1-9]\d{0,15})\/?(?:[?#]|$)/.exec(location)?.[1]);
  if (Number.isSafeInteger(id)) return id;
  throw answer.unexpected(
    'The resend was accepted, but the Location of the answer does not name it: look for it in the list',
  );
}

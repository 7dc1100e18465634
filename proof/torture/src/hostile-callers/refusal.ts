import type { RawAnswer } from './http-line.ts';

/** Statuses of a refusal to somebody who may see nothing; none of them reveals what is forbidden. */
const REFUSALS = new Set([400, 401, 404, 405, 408, 413, 414, 415, 417, 422, 429, 431]);

/** Largest body that is read. */
const MAX_BODY_BYTES = 64 * 1024;

/** What is wrong with the answer to a body; null when it is as the contract says. */
export function problemOfBody(answer: RawAnswer, bytes: number): string | null {
  const isTooLarge = bytes > MAX_BODY_BYTES;
  if (isTooLarge !== (answer.status === 413)) {
    return `status ${String(answer.status)} to a body of ${String(bytes)} bytes`;
  }
  return problemOf(answer);
}

/** What is wrong with a refusal; null when it is as the contract says. */
export function problemOf(answer: RawAnswer): string | null {
  const { status, head, body } = answer;
  if (!REFUSALS.has(status)) return `status ${String(status)}`;
  if (!/^x-request-id: \S+/im.test(head)) return `${String(status)} without a request id`;
  // Whoever asks with HEAD or without a body in the answer gets none.
  if (body === '') return null;
  try {
    const { worked, detail, code } = JSON.parse(body) as Record<string, unknown>;
    const isWhole = worked === false && typeof detail === 'string' && typeof code === 'string';
    return isWhole ? null : `${String(status)} with ${body.slice(0, 100)}`;
  } catch {
    return `${String(status)} with what is no JSON: ${body.slice(0, 100)}`;
  }
}

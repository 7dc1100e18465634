import type { RawAnswer } from './http-line.ts';

/** What is wrong with a refusal; null when it is as the contract says. */
export function problemOf(answer: RawAnswer): string | null {
  const { status, head, body } = answer;
  if (!(status >= 400 && status < 500)) return `status ${String(status)}`;
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

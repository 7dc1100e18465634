import { unexpectedAnswer } from './api-error.ts';

/** The body of an answer of one type; of any other it is said what came instead. */
export async function bodyOfType(
  response: Response,
  wanted: string,
  nowMs: number,
): Promise<ReadableStream<Uint8Array>> {
  const { body, headers, status } = response;
  const type = headers.get('content-type');
  const [essence = ''] = (type ?? wanted).split(';');
  if (body !== null && essence.trim().toLowerCase() === wanted) {
    return body as ReadableStream<Uint8Array>;
  }
  await body?.cancel().catch(() => {});
  const what = body === null ? 'has no body' : `is ${type}`;
  throw unexpectedAnswer(response, `The answer ${status} ${what}, not ${wanted}`, nowMs);
}

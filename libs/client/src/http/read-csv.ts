import { bodyOfType } from './body-of-type.ts';
import { connectionFailure } from './connection-failure.ts';
import type { Transport } from './transport.ts';

const CSV = 'text/csv';

/** The text of an answer in CSV, in pieces as it comes. One that is cut off rejects. */
export async function* readCsv(
  transport: Pick<Transport, 'open' | 'nowMs'>,
  path: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void> {
  const over = new AbortController();
  const ends = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
  try {
    const request = { method: 'GET', path, headers: { accept: CSV } } as const;
    const response = await transport.open(request, ends);
    const reader = (await bodyOfType(response, CSV, transport.nowMs())).getReader();
    const decoder = new TextDecoder();
    for (;;) {
      const part = await reader.read().catch((error: unknown) => {
        throw connectionFailure(error);
      });
      if (part.done) break;
      yield decoder.decode(part.value, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    // Who reads no further leaves no answer behind.
    over.abort();
  }
}

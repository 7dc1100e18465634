import type { FetchImplementation } from 'jose';

/** A key set of a hundred keys is a tenth of this. */
const MAX_KEY_SET_BYTES = 256 * 1024;

/** fetch, but a longer body than a key set can have is an error. */
export const boundedFetch: FetchImplementation = async (url, options) => {
  const response = await fetch(url, options);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_KEY_SET_BYTES) throw new Error('the key set is too large');
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status: response.status });
};

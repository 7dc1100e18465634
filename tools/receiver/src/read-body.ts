import type { IncomingMessage } from 'node:http';

/** Payloads have at most 512 KiB. */
const MAX_BODY_BYTES = 1 << 20;

/** The whole body; null when it is too large. Rejects when the sender goes away. */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

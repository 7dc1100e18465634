import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import type { RestContext } from './request-state.ts';

/** What is preferred stands first. */
const CODINGS = ['br', 'gzip'] as const;

type Coding = (typeof CODINGS)[number] | 'identity';

/** One form of a content. */
interface Representation {
  readonly content: Buffer;
  readonly etag: string;
}

/** A content that stays the same, and its compressed forms where they are smaller. */
export type EncodedContent = Readonly<{ identity: Representation }> &
  Readonly<Partial<Record<Coding, Representation>>>;

/** A packet holds less than this anyway. */
const MIN_BYTES = 1024;

/** One above 9 takes ten times as long for the last few percent. */
const BROTLI_QUALITY = 9;

/** Compresses once what is sent many times. */
export function encodeContent(content: Buffer): EncodedContent {
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 22);
  const identity = { content, etag: `"${hash}"` };
  if (content.length < MIN_BYTES) return { identity };
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  const br = { content: brotliCompressSync(content, { params }), etag: `"${hash}-br"` };
  const gzip = { content: gzipSync(content, { level: 9 }), etag: `"${hash}-gzip"` };
  return {
    identity,
    ...(br.content.length < content.length ? { br } : {}),
    ...(gzip.content.length < content.length ? { gzip } : {}),
  };
}

/** Answers with the form that the caller likes best, or 304 when it has that already. */
export function sendEncoded(ctx: RestContext, encoded: EncodedContent, contentType: string): void {
  const coding = codingFor(ctx.get('accept-encoding'), encoded);
  const { content, etag } = encoded[coding] ?? encoded.identity;
  ctx.vary('Accept-Encoding');
  ctx.set('ETag', etag);
  ctx.status = 200;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  if (coding !== 'identity') ctx.set('Content-Encoding', coding);
  ctx.type = contentType;
  ctx.body = content;
}

/** The coding of the greatest weight that there is; of equal ones the smaller content. */
function codingFor(accepted: string, encoded: EncodedContent): Coding {
  const weights = new Map<string, number>();
  for (const part of accepted.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    if (name !== '') weights.set(name, Number(weight) || 0);
  }
  const others = weights.get('*') ?? 0;
  let best: Coding = 'identity';
  let bestWeight = weights.get('identity') ?? 0;
  for (const coding of CODINGS.toReversed()) {
    const weight = weights.get(coding) ?? others;
    if (encoded[coding] === undefined || weight === 0 || weight < bestWeight) continue;
    best = coding;
    bestWeight = weight;
  }
  return best;
}

/** How many tokens there are. */
export interface TokenBucketPolicy {
  /** Above 0. */
  readonly ratePerSecond: number;
  /** Tokens that are kept while none is taken, 1 or more. */
  readonly burst: number;
}

/** Credit under a rate limit. */
export interface TokenBucket {
  readonly tokens: number;
  /** When the tokens were last counted. */
  readonly atMs: number;
}

/** Filled to its burst by the first look at it. */
export const fullBucket: TokenBucket = {
  tokens: Number.POSITIVE_INFINITY,
  atMs: Number.NEGATIVE_INFINITY,
};

/** Takes one token, or says when there will be one. */
export function takeToken(
  bucket: TokenBucket,
  { ratePerSecond, burst }: TokenBucketPolicy,
  nowMs: number,
):
  | { readonly taken: true; readonly bucket: TokenBucket }
  | { readonly taken: false; readonly atMs: number } {
  const elapsedMs = nowMs - bucket.atMs;
  // After a clock that jumped back nobody knows how long it was; a burst is little enough.
  const earned = elapsedMs < 0 ? burst : (elapsedMs * ratePerSecond) / 1000;
  const tokens = Math.min(burst, bucket.tokens + earned);
  if (tokens >= 1) return { taken: true, bucket: { tokens: tokens - 1, atMs: nowMs } };
  return { taken: false, atMs: nowMs + Math.ceil(((1 - tokens) * 1000) / ratePerSecond) };
}

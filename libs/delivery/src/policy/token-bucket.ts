/** Credit for starting attempts under a rate limit. */
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

/** A tenth of a second's worth: any second sees at most 1.1 times the rate. */
const burstSeconds = 0.1;

/** Takes one token at a rate above 0, or says when there will be one. */
export function takeToken(
  bucket: TokenBucket,
  ratePerSecond: number,
  nowMs: number,
):
  | { readonly taken: true; readonly bucket: TokenBucket }
  | { readonly taken: false; readonly atMs: number } {
  const burst = Math.max(1, ratePerSecond * burstSeconds);
  const elapsedMs = nowMs - bucket.atMs;
  // After a clock that jumped back nobody knows how long it was; a burst is little enough.
  const earned = elapsedMs < 0 ? burst : (elapsedMs * ratePerSecond) / 1000;
  const tokens = Math.min(burst, bucket.tokens + earned);
  if (tokens >= 1) return { taken: true, bucket: { tokens: tokens - 1, atMs: nowMs } };
  return { taken: false, atMs: nowMs + Math.ceil(((1 - tokens) * 1000) / ratePerSecond) };
}

/** Proof of being the active dispatcher; writes with an older fence are refused. */
export interface Fence {
  readonly holder: string;
  readonly number: number;
}

/** A write came from a dispatcher that is no longer the active one. */
export class FencedOffError extends Error {
  override readonly name = 'FencedOffError';
}

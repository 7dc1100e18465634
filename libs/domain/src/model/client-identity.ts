/** Names no identity: an endpoint that has it in place of a name shows no certificate. */
export const NO_IDENTITY = 'none';

/** What we show to a receiver that asks who calls: a certificate chain and its private key. */
export interface ClientCertificate {
  /** Name of the identity that it belongs to. */
  readonly identity: string;
  /** PEM, the certificate of the key first, then those that lead to its authority. */
  readonly chain: string;
  /** PEM, unencrypted. */
  readonly privateKey: string;
}

/** A chain and when it takes the place of the one before. */
export interface DatedChain {
  /** As in ClientCertificate. */
  readonly chain: string;
  readonly useFromMs: number;
}

/** Who we are to receivers that ask, as far as it may be shown. */
export interface ClientIdentity {
  readonly name: string;
  /** The account whose endpoints alone may use it; null: those of every account. */
  readonly accountId: number | null;
  /** Used by the endpoints within its reach that name none. */
  readonly isDefault: boolean;
  /** Newest first: the one that is shown and, while it waits for its moment, the next one. */
  readonly certificates: readonly DatedChain[];
  /** PEM, of a key that waits for its certificate; null: none does. */
  readonly signingRequest: string | null;
}

/** The same with its keys, as an attempt needs it. */
export interface PresentedIdentity {
  readonly name: string;
  /** Newest first. */
  readonly certificates: readonly (DatedChain & { readonly privateKey: string })[];
}

/** What of several is shown at a moment; null before the first one's time. */
export function shownAt<T extends { readonly useFromMs: number }>(
  newestFirst: readonly T[],
  nowMs: number,
): T | null {
  return newestFirst.find(({ useFromMs }) => useFromMs <= nowMs) ?? null;
}

/** The certificate that an identity shows at a moment; null: none yet. */
export function certificateAt(
  identity: PresentedIdentity | null,
  nowMs: number,
): ClientCertificate | null {
  const shown = identity === null ? null : shownAt(identity.certificates, nowMs);
  if (identity === null || shown === null) return null;
  return { identity: identity.name, chain: shown.chain, privateKey: shown.privateKey };
}

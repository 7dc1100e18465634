/** What a name service says of a name. */
export interface NameAnswer {
  /** In the order in which to try them; at least one. */
  readonly addresses: readonly string[];
  /** How long it holds. */
  readonly ttlMs: number;
}

/** Puts one question to a name service; rejects when the name has no address or nobody says. */
export type Ask = (name: string, signal: AbortSignal) => Promise<NameAnswer>;

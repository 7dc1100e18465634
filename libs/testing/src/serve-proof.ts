/** How a proof is run: the options of a part of the torture tool. */
export interface ProofOptions {
  readonly form: 'short' | 'long';
  /** Decides every choice that is made by chance. */
  readonly seed: number;
  /** Whatever the proof counts; null means what its form asks for. */
  readonly count: number | null;
}

/** What came of it. */
export interface ProofResult {
  readonly settings: Readonly<Record<string, number | string>>;
  readonly figures: Readonly<Record<string, number>>;
  /** What did not hold, each in a line or more; empty when nothing was found. */
  readonly violations: readonly string[];
  /** One sentence with the figures that count. */
  readonly verdict: string;
}

/** Tells in a line how far a proof has come. */
export type ProofNote = (line: string) => void;

/** What a program that proves something tells the one that started it. */
export type ProofMessage =
  { readonly note: string } | { readonly result: ProofResult } | { readonly failure: string };

/**
 * Makes this process one that proves something: it waits for the options by message, and answers
 * with notes and a result. So the torture tool can run what stands beside the code that it tests.
 */
export function serveProof(
  prove: (options: ProofOptions, note: ProofNote) => Promise<ProofResult>,
): void {
  const send = (message: ProofMessage): void => void process.send?.(message);
  // The last word is to be heard before the channel closes, however many notes are on their way.
  const sendLast = (message: ProofMessage): void =>
    void process.send?.(message, () => process.disconnect());
  process.once('message', (options: ProofOptions) => {
    prove(options, (note) => send({ note })).then(
      (result) => sendLast({ result }),
      (error: unknown) => sendLast({ failure: error instanceof Error ? String(error.stack) : 'x' }),
    );
  });
}

/** What is checked, and how strictly. */
export interface CheckOptions {
  /** Only whether the packages are there and Node runs: one unit test. */
  readonly installOnly: boolean;
  /** A test that is skipped for want of a program that Debian has is a failure. */
  readonly complete: boolean;
}

/** @throws Error that names what it does not know. */
export function readCheckOptions(args: readonly string[]): CheckOptions {
  const known = ['--install-only', '--complete'];
  const unknown = args.filter((arg) => !known.includes(arg));
  if (unknown.length > 0) {
    throw new Error(`${unknown.join(' ')} is not known here; there are ${known.join(' and ')}`);
  }
  return { installOnly: args.includes('--install-only'), complete: args.includes('--complete') };
}

/** What the usual codes of name services mean. */
const meanings: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'there is no such name'],
  ['ENODATA', 'the name has no address'],
  ['ETIMEOUT', 'the name server did not answer in time'],
  ['ESERVFAIL', 'the name server failed'],
  ['EREFUSED', 'the name server refused to answer'],
  ['ECONNREFUSED', 'the name server cannot be reached'],
  ['EBADNAME', 'the name is not valid'],
  ['EAI_AGAIN', 'the name server did not answer'],
  ['EBUSY', 'too many names are being asked for'],
]);

/** A name that could not be resolved; its message says which, and what failed. */
export class UnresolvedNameError extends Error {
  override readonly name = 'UnresolvedNameError';
  readonly syscall = 'lookup';
  readonly hostname: string;
  /** Of the name service, as in ENOTFOUND. */
  readonly code: string;

  constructor(hostname: string, code: string, meaning = meanings.get(code)) {
    super(`${hostname}: ${meaning === undefined ? '' : `${meaning}, `}${code}`);
    this.hostname = hostname;
    this.code = code;
  }
}

/** The error of a name service in our words; others are left as they are. */
export function asUnresolvedName(hostname: string, error: unknown): unknown {
  if (error instanceof UnresolvedNameError || !(error instanceof Error)) return error;
  const code: unknown = 'code' in error ? error.code : null;
  return typeof code === 'string' ? new UnresolvedNameError(hostname, code) : error;
}

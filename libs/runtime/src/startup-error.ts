/** The app cannot start for a reason that a person can mend; the message is one clear line. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

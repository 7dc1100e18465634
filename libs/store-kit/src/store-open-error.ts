/** A database cannot be opened as it is. The message is one line for the person who started it. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
}

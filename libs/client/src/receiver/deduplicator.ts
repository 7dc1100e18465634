/**
 * Remembers which events are processed. The platform delivers at least once, and a resend brings
 * again what may have been processed long ago, both under the same id.
 *
 * With a database, let it be a table with the id as its key, and claim by
 * `INSERT INTO processed_webhooks (id) VALUES (…) ON CONFLICT DO NOTHING` in the same transaction as
 * everything that the event changes: a row that was inserted is the claim, and a rollback is the
 * release. Then a crash neither loses an event nor processes it twice. Keep the rows for as long as
 * resends reach back.
 */
export interface Deduplicator {
  /** True once: the id is the caller's to process. False: it is processed, or about to be. */
  claim(id: string): Promise<boolean>;
  /** Gives a claim back when processing failed, so that the next delivery is processed. */
  release(id: string): Promise<void>;
}

/**
 * Processes a delivery unless that was done before; what the handler throws gives the claim back.
 * Answer 2xx to both results, and 5xx to an error, so that it is delivered again.
 */
export async function processOnce(
  deduplicator: Deduplicator,
  id: string,
  handle: () => Promise<void> | void,
): Promise<'processed' | 'duplicate'> {
  if (!(await deduplicator.claim(id))) return 'duplicate';
  try {
    await handle();
  } catch (error) {
    await deduplicator.release(id);
    throw error;
  }
  return 'processed';
}

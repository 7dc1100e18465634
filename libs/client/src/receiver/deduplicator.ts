/**
 * Remembers which events are processed. The platform delivers at least once, and a resend brings
 * again what may have been processed long ago, both under the same id.
 *
 * With a database, let it be a table with the id as its key, and claim by
 * `INSERT INTO processed_webhooks (id) VALUES (…) ON CONFLICT DO NOTHING` in the same transaction as
 * everything that the event changes: a row that was inserted is the claim, a commit completes it and
 * a rollback releases it. The database has a second copy wait for the first one's transaction. Then
 * a crash neither loses an event nor processes it twice. Keep the rows for as long as resends reach
 * back.
 *
 * A store without such transactions has to tell an id that is claimed from one that is processed:
 * what is acknowledged while it is only claimed is lost when its processing fails.
 */
export interface Deduplicator {
  /**
   * True: the id is the caller's to process. False: it is processed, for good.
   *
   * @throws DeliveryInProgressError while another process is at it. Let a claim run out, well after
   * the longest processing, so that one whose owner died does not stand for ever.
   */
  claim(id: string): Promise<boolean>;
  /** Remembers that a claim was processed. Left out where the claim's transaction does that. */
  complete?(id: string): Promise<void>;
  /** Gives a claim back when processing failed, so that the next delivery is processed. */
  release(id: string): Promise<void>;
}

/** The answer to a delivery, as of Node's http, Express and what else stands on it. */
export interface DeliveryAnswer {
  setHeader(name: string, value: string): unknown;
}

/** What this process is at, by the deduplicator that claimed it. */
const inHand = new WeakMap<Deduplicator, Map<string, Promise<unknown>>>();

/**
 * Processes a delivery unless that was done before; what the handler throws gives the claim back. A
 * copy that comes meanwhile is as good as the first: it waits for it, and fails as it does. Answer
 * 2xx to both results, and 5xx to an error, so that it is delivered again.
 *
 * Given the answer, it says there by webhook-duplicate whether the event was known, before you send
 * it: a resend then tells how many of its events were really missing. Where there is no setHeader,
 * send `webhook-duplicate: true` for 'duplicate' and `false` for 'processed'.
 */
export async function processOnce(
  deduplicator: Deduplicator,
  id: string,
  handle: () => Promise<void> | void,
  answer?: DeliveryAnswer,
): Promise<'processed' | 'duplicate'> {
  const result = await processOneOfCopies(deduplicator, id, handle);
  answer?.setHeader('webhook-duplicate', String(result === 'duplicate'));
  return result;
}

async function processOneOfCopies(
  deduplicator: Deduplicator,
  id: string,
  handle: () => Promise<void> | void,
): Promise<'processed' | 'duplicate'> {
  const ids = inHand.get(deduplicator) ?? new Map<string, Promise<unknown>>();
  inHand.set(deduplicator, ids);
  const first = ids.get(id);
  if (first !== undefined) {
    await first;
    return 'duplicate';
  }
  const own = processClaimed(deduplicator, id, handle).finally(() => ids.delete(id));
  ids.set(id, own);
  return own;
}

async function processClaimed(
  deduplicator: Deduplicator,
  id: string,
  handle: () => Promise<void> | void,
): Promise<'processed' | 'duplicate'> {
  if (!(await deduplicator.claim(id))) return 'duplicate';
  try {
    await handle();
  } catch (error) {
    await release(deduplicator, id, error);
    throw error;
  }
  // A claim that cannot be completed stands until it runs out; the event is delivered again.
  await deduplicator.complete?.(id);
  return 'processed';
}

async function release(deduplicator: Deduplicator, id: string, failure: unknown): Promise<void> {
  try {
    await deduplicator.release(id);
  } catch (cause) {
    const message = `the claim of ${id} could not be given back`;
    throw new AggregateError([failure, cause], message, { cause });
  }
}

import { DomainError, type Timers } from '@webhooks/domain';

/** A part of a list, and the cursor behind it; null: that is all. */
export interface ExportPage<Row> {
  readonly rows: readonly Row[];
  readonly next: number | null;
}

/** Reads the part of a list from a cursor on; null: from its start. */
export type ReadPage<Row> = (cursor: number | null) => Promise<ExportPage<Row>>;

/** What waiting takes. */
export interface PagingParts {
  readonly timers: Timers;
  /** Aborts when nobody wants the pages any more. */
  readonly over: AbortSignal;
}

/** Tries of one page while the service is away or has enough to do. */
const MAX_TRIES = 8;
const PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 5_000;

/**
 * The pages behind one that was read, each asked for when it is wanted, so that a slow reader holds
 * nothing in the service. Each is a call with the rights of its moment: a right that ends ends the walk
 * by an error.
 */
export async function* pagesBehind<Row>(
  first: ExportPage<Row>,
  read: ReadPage<Row>,
  parts: PagingParts,
): AsyncGenerator<readonly Row[], void> {
  let page = first;
  for (;;) {
    if (page.rows.length > 0) yield page.rows;
    const { next } = page;
    if (next === null) return;
    page = await patiently(() => read(next), parts);
  }
}

async function patiently<T>(call: () => Promise<T>, { timers, over }: PagingParts): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    over.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      if (tries === MAX_TRIES || !isPassing(error)) throw error;
      const pauseMs = Math.min(error.retryAfterMs ?? PAUSE_MS, MAX_PAUSE_MS);
      await pause(pauseMs, timers, over);
    }
  }
}

function isPassing(error: unknown): error is DomainError {
  if (!(error instanceof DomainError)) return false;
  return error.code === 'too_many_requests' || error.code === 'service_unavailable';
}

async function pause(delayMs: number, timers: Timers, over: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = timers.after(delayMs, resolve);
  const onOver = (): void => resolve();
  over.addEventListener('abort', onOver, { once: true });
  await promise;
  over.removeEventListener('abort', onOver);
  cancel();
}

import type { RetryStore } from '@webhooks/domain';

/** Endpoints that are looked up in one read. */
const PAGE_ROWS = 1_000;

type RetryEndpoint = Awaited<ReturnType<RetryStore['nextRetryByEndpoint']>>[number];

/** Every endpoint that a retry waits for, read page by page. */
export async function* retryEndpoints(
  read: RetryStore['nextRetryByEndpoint'],
): AsyncGenerator<RetryEndpoint> {
  let page: readonly RetryEndpoint[];
  let after = '';
  do {
    page = await read(after, PAGE_ROWS);
    yield* page;
    after = page.at(-1)?.endpointId ?? after;
  } while (page.length === PAGE_ROWS);
}

import type { DispatchStore } from '@webhooks/domain';

import type { Engine } from './engine/engine.ts';

/** Resends of an earlier dispatcher that are in work at once. */
const CONCURRENCY = 256;
const PAGE = 256;

/**
 * Continues every resend that an earlier dispatcher had started: their messages may be
 * acknowledged or lost, the database knows.
 */
export async function resumeResends(
  engine: Pick<Engine, 'work' | 'persist'>,
  store: Pick<DispatchStore, 'processingResends'>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  let afterId = 0;
  for (;;) {
    const ids = await engine.persist('look up started resends', () =>
      store.processingResends(afterId, PAGE),
    );
    if (ids.length === 0) break;
    for (const id of ids) {
      const work: Promise<void> = engine.work(id).finally(() => running.delete(work));
      // Whoever waits for all of them learns of it, unless the look-up below has failed before.
      work.catch(() => undefined);
      running.add(work);
      if (running.size >= CONCURRENCY) await Promise.race(running);
      afterId = id;
    }
  }
  await Promise.all(running);
}

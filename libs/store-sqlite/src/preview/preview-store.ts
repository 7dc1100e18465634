import { isDeepStrictEqual } from 'node:util';

import {
  DomainError,
  type PreviewRequest,
  type PreviewResult,
  type PreviewStore,
} from '@webhooks/domain';
import { within } from '@webhooks/runtime';
import { createRoundRobin, type NextStep } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createPreview } from './preview.ts';
import type { Preview } from './preview.ts';

/** Unfinished previews of a user, and of all. */
const MAX_OF_USER = 4;
const MAX_KEPT = 64;
/** How long one is kept that nobody asks for. */
const KEPT_MS = 60_000;
const RETRY_AFTER_MS = 1_000;

/**
 * Previews in SQLite. Its steps are short statements, so that no snapshot is held that keeps the WAL
 * from being written back. It counts while somebody waits for the answer.
 */
export function createSqlitePreviewStore(
  database: Database,
  now: () => number = () => performance.now(),
): PreviewStore {
  const walk = createPreview(database);
  const turn = createRoundRobin();
  let kept: KeptPreview[] = [];

  function find(request: PreviewRequest, nowMs: number): KeptPreview {
    kept = kept.filter((own) => own.isAwaited || now() - own.askedAtMs < KEPT_MS);
    const known = kept.find((own) => isDeepStrictEqual(own.request, request));
    if (known !== undefined) return known;
    const own = kept.filter(({ request: { userId } }) => userId === request.userId);
    if (own.length >= MAX_OF_USER) forgetOldest(own);
    else if (kept.length >= MAX_KEPT) forgetOldest(kept);
    const added = new KeptPreview(request, nowMs, { turn, walk });
    kept.push(added);
    return added;
  }

  /** Gives up the one that was asked for least recently. */
  function forgetOldest(previews: readonly KeptPreview[]): void {
    const idle = previews.filter(({ isAwaited }) => !isAwaited);
    const [oldest] = idle.sort((one, other) => one.askedAtMs - other.askedAtMs);
    if (oldest === undefined) {
      const options = { retryAfterMs: RETRY_AFTER_MS };
      throw new DomainError('service_unavailable', 'Too many previews are counted', options);
    }
    forget(oldest);
  }

  function forget(preview: KeptPreview): void {
    preview.giveUp();
    kept = kept.filter((own) => own !== preview);
  }

  return {
    async preview(request, forMs, nowMs) {
      const own = find(request, nowMs);
      try {
        const result = await own.ask(forMs, now);
        if (result.kind !== 'counting') forget(own);
        return result;
      } catch (error) {
        forget(own);
        throw error;
      }
    },
  };
}

/** One walk, which continues while it is waited for. */
class KeptPreview {
  readonly request: PreviewRequest;
  readonly #result: Promise<PreviewResult>;
  askedAtMs = 0;
  #asking = 0;
  #counted = 0;
  #isAsked = Promise.withResolvers<void>();

  constructor(
    request: PreviewRequest,
    nowMs: number,
    { turn, walk }: { readonly turn: NextStep; readonly walk: Preview },
  ) {
    this.request = request;
    this.#result = walk(request, nowMs, {
      nextStep: async () => {
        await this.#isAsked.promise;
        await turn(request.userId);
      },
      onCounted: (deliveries) => {
        this.#counted = deliveries;
      },
    });
    // Those who ask get it; nobody may be asking when it fails.
    this.#result.catch(() => undefined);
  }

  get isAwaited(): boolean {
    return this.#asking > 0;
  }

  async ask(forMs: number, now: () => number): Promise<PreviewResult> {
    this.#asking += 1;
    this.#isAsked.resolve();
    try {
      const countedSoFar = () => ({ kind: 'counting', countedSoFar: this.#counted }) as const;
      return await within(forMs, this.#result, countedSoFar);
    } finally {
      this.askedAtMs = now();
      this.#asking -= 1;
      if (this.#asking === 0) this.#isAsked = Promise.withResolvers();
    }
  }

  /** Ends the walk at its next step. */
  giveUp(): void {
    this.#isAsked.promise.catch(() => undefined);
    this.#isAsked.reject(new Error('The preview was given up'));
  }
}

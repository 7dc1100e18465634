import type { PreviewStore } from '@webhooks/domain';

import { openThread, type StoreThreadOptions } from './open-thread.ts';

/** Counts previews in a thread of its own. */
export interface PreviewThread extends AsyncDisposable, PreviewStore {}

/**
 * Opens the database for reading in a thread that counts previews, several at once: they hold up
 * neither the event loop of those who ask nor any writer. Throws StoreOpenError as openDatabase does.
 */
export async function startPreviewThread(options: StoreThreadOptions): Promise<PreviewThread> {
  const { calls, close } = await openThread({ ...options, readonly: true }, 'previews');
  return {
    ...calls.store('previews'),
    [Symbol.asyncDispose]: close,
  };
}

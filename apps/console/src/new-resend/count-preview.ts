import { ApiError } from '../api/api-error.ts';
import { previewResend } from '../api/api.ts';
import type { Preview, ResendRequest } from '../api/types.ts';

const PAUSE_MS = 1_000;
/** Nobody waits for longer with the form open. */
const MAX_WAIT_MS = 600_000;

/** Asks for a preview until all of it is counted, and tells meanwhile how far that is. */
export async function countPreview(
  request: ResendRequest,
  signal: AbortSignal,
  onCounted: (deliveries: number) => void,
): Promise<Preview> {
  const endMs = Date.now() + MAX_WAIT_MS;
  for (;;) {
    const preview = await previewResend(request, signal);
    if (preview.exact) return preview;
    onCounted(preview.counted_so_far);
    if (Date.now() >= endMs) throw new ApiError(0, 'network', 'Counting takes too long');
    await pause(signal);
  }
}

/** Rejects with the signal's reason. */
function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, PAUSE_MS);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

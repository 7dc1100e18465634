import { signal } from '@preact/signals';
import { useLayoutEffect, useState } from 'preact/hooks';

interface Notice {
  readonly onRetry: (() => void) | undefined;
}

/** What is on the page and says that the service is away, first come first. */
const notices = signal<readonly Notice[]>([]);

/**
 * However much of a page is missing in an outage, it is said once. isSaid: by another part of the
 * page. retryAll: asks again for all that is missing.
 */
export function useOutage(
  isOutage: boolean,
  onRetry: (() => void) | undefined,
): { readonly isSaid: boolean; readonly retryAll: () => void } {
  const [own, setOwn] = useState<Notice | null>(null);
  useLayoutEffect(() => {
    if (!isOutage) return undefined;
    const notice = { onRetry };
    setOwn(notice);
    notices.value = [...notices.value, notice];
    return () => {
      notices.value = notices.value.filter((one) => one !== notice);
      setOwn(null);
    };
  }, [isOutage, onRetry]);
  const [first] = notices.value;
  return {
    isSaid: isOutage && first !== undefined && first !== own,
    retryAll: () => {
      if (!isOutage) onRetry?.();
      else for (const one of notices.value) one.onRetry?.();
    },
  };
}

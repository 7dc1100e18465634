import { signal } from '@preact/signals';

import { session } from './session.ts';

/** Something that is kept while one user is signed in, signed in again, or about to be. */
export interface PerUser<T> {
  value: T;
}

/** Kept in memory; whoever else signs in finds it empty. */
export function perUser<T>(empty: T): PerUser<T> {
  const kept = signal<{ readonly userId: string | null; readonly value: T }>({
    userId: null,
    value: empty,
  });
  const userId = (): string | null => session.value?.userId ?? null;
  return {
    get value() {
      return kept.value.userId === userId() ? kept.value.value : empty;
    },
    set value(value: T) {
      kept.value = { userId: userId(), value };
    },
  };
}

import { computed, signal } from '@preact/signals';

import { parseRoute } from './route.ts';

const hash = signal(location.hash);

/** Where one is, as the URL has it behind its "#". */
export const address = computed(() => hash.value);

/** Where one is. */
export const route = computed(() => parseRoute(hash.value));

export function startNavigation(): void {
  window.addEventListener('hashchange', () => (hash.value = location.hash));
}

/** Goes to a page, as a link would. */
export function navigate(href: string): void {
  location.hash = href;
}

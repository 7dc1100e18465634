import { computed, signal } from '@preact/signals';

import { enterPlace, startPlaces } from './places.ts';
import { parseRoute } from './route.ts';

const hash = signal(location.hash);

/** Where one is, as the URL has it behind its "#". */
export const address = computed(() => hash.value);

/** Where one is. */
export const route = computed(() => parseRoute(hash.value));

export function startNavigation(): void {
  startPlaces();
  window.addEventListener('hashchange', () => {
    enterPlace(hash.value);
    hash.value = location.hash;
  });
}

/** Goes to a page, as a link would. */
export function navigate(href: string): void {
  location.hash = href;
}

/** Says in the address what the page shows by now, without a step that Back would take. */
export function replaceAddress(href: string): void {
  history.replaceState(history.state, '', href);
  hash.value = location.hash;
}

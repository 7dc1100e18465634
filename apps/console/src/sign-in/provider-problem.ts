import { signal } from '@preact/signals';

import { en } from '../i18n/en.ts';

/** Why signing in at the provider did not work. */
export type ProviderProblem = keyof typeof en.signIn.failed;

/** What the way back from the provider says; null: nothing. */
export const providerProblem = signal<ProviderProblem | null>(null);

/** Takes it out of the address, where a reload would say it again. */
export function readProviderProblem(): void {
  const given = new URLSearchParams(location.search).get('sign-in');
  if (given === null) return;
  providerProblem.value = isProblem(given) ? given : 'failed';
  history.replaceState(history.state, '', `${location.pathname}${location.hash}`);
}

function isProblem(text: string): text is ProviderProblem {
  return Object.hasOwn(en.signIn.failed, text);
}

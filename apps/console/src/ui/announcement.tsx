import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';
import { address } from '../navigation/navigation.ts';
import { Icon } from './icons.tsx';

const SHOWN_MS = 8_000;

interface Said {
  readonly text: string;
  readonly isProblem: boolean;
  /** The page that it was said on; on another one it is out of place. */
  readonly address: string;
}

const said = signal<Said | null>(null);
const shown = computed(() => (said.value?.address === address.value ? said.value : null));
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Says what has happened, on the screen and to screen readers; it goes by itself, or when one leaves
 * the page. Navigate first where it is meant for the next one.
 */
export function announce(text: string): void {
  show({ text, isProblem: false, address: location.hash });
}

/** Says in the same way what went wrong. */
export function announceProblem(text: string): void {
  show({ text, isProblem: true, address: location.hash });
}

function show(next: Said): void {
  clearTimeout(timer);
  said.value = next;
  timer = setTimeout(() => (said.value = null), SHOWN_MS);
}

export function Announcement(): JSX.Element {
  const now = shown.value;
  return (
    <div class="announcement" role="status">
      {now !== null && (
        <div class="toast">
          <Icon name={now.isProblem ? 'alert' : 'check'} />
          <p>{now.text}</p>
          <button
            type="button"
            class="toast-close"
            aria-label={t().app.dismiss}
            onClick={() => (said.value = null)}
          >
            <Icon name="cross" />
          </button>
        </div>
      )}
    </div>
  );
}

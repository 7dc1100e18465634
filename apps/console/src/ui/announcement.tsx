import { signal } from '@preact/signals';
import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';
import { Icon } from './icons.tsx';

const SHOWN_MS = 8_000;

const announcement = signal<string | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says what has happened, on the screen and to screen readers; it goes by itself. */
export function announce(text: string): void {
  clearTimeout(timer);
  announcement.value = text;
  timer = setTimeout(() => (announcement.value = null), SHOWN_MS);
}

export function Announcement(): JSX.Element {
  const text = announcement.value;
  return (
    <div class="announcement" role="status">
      {text !== null && (
        <div class="toast">
          <Icon name="check" />
          <p>{text}</p>
          <button
            type="button"
            class="toast-close"
            aria-label={t().app.dismiss}
            onClick={() => (announcement.value = null)}
          >
            <Icon name="cross" />
          </button>
        </div>
      )}
    </div>
  );
}

import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';
import { Button } from './button.tsx';

export interface PagerProps {
  readonly newer: string | null;
  readonly older: string | null;
  /** Gets one of the links. */
  readonly onMove: (link: string) => void;
}

/** Between the pages of a list; nothing when there is only one. */
export function Pager({ newer, older, onMove }: PagerProps): JSX.Element | null {
  if (newer === null && older === null) return null;
  const { app } = t();
  return (
    <nav class="pager" aria-label={app.pages}>
      {newer !== null && (
        <Button icon="back" onClick={() => onMove(newer)}>
          {app.newer}
        </Button>
      )}
      {older !== null && <Button onClick={() => onMove(older)}>{app.older}</Button>}
    </nav>
  );
}

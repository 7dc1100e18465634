import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';
import { Button } from './button.tsx';

export interface PagerProps {
  /** What stands before and behind this page. */
  readonly previous: string | null;
  readonly next: string | null;
  /** True: from new to old. */
  readonly isNewestFirst?: boolean;
  /** Gets one of the links. */
  readonly onMove: (link: string) => void;
}

/** Between the pages of a list; nothing when there is only one. */
export function Pager(props: PagerProps): JSX.Element | null {
  const { previous, next, isNewestFirst = false, onMove } = props;
  if (previous === null && next === null) return null;
  const { app } = t();
  const [toPrevious, toNext] = isNewestFirst ? [app.newer, app.older] : [app.previous, app.next];
  return (
    <nav class="pager" aria-label={app.pages}>
      {previous !== null && (
        <Button icon="back" onClick={() => onMove(previous)}>
          {toPrevious}
        </Button>
      )}
      {next !== null && <Button onClick={() => onMove(next)}>{toNext}</Button>}
    </nav>
  );
}

import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

import { t } from '../i18n/locale.ts';
import { cameFrom, hasPlace } from '../navigation/places.ts';
import { Icon } from './icons.tsx';

export interface PageProps {
  readonly title: string;
  /** Beside the title. */
  readonly badge?: ComponentChildren;
  readonly lead?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly back?: { readonly href: string; readonly text: string };
  readonly children: ComponentChildren;
}

/** A page: its name goes to the tab, and the focus to its heading when one comes here. */
export function Page(props: PageProps): JSX.Element {
  const { title, badge, lead, actions, back, children } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const { name } = t().app;
  useEffect(() => {
    document.title = `${title} · ${name}`;
  }, [title, name]);
  // Before it is painted: whoever sees the heading is at it.
  useLayoutEffect(() => {
    heading.current?.focus({ preventScroll: true });
    if (!hasPlace()) window.scrollTo(0, 0);
  }, []);
  return (
    <>
      {back !== undefined && (
        <a
          class="back"
          href={back.href}
          onClick={(event) => {
            // To the page of the list, and the place on it, that one came from.
            if (!isPlainClick(event) || !cameFrom(back.href)) return;
            event.preventDefault();
            history.back();
          }}
        >
          <Icon name="back" />
          {back.text}
        </a>
      )}
      <header class="page-head">
        <div class="page-name">
          <div class="page-title">
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {badge}
          </div>
          {lead !== undefined && <p class="lead">{lead}</p>}
        </div>
        {actions !== undefined && <div class="page-actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

/** Anything else opens a tab or a window of its own. */
function isPlainClick(event: MouseEvent): boolean {
  return !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}

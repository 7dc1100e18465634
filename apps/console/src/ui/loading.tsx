import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';

/** Takes the place of what is on its way. */
export function Loading({ rows = 4 }: { readonly rows?: number }): JSX.Element {
  return (
    <div class="loading" role="status">
      <span class="visually-hidden">{t().app.loading}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} class="loading-row" aria-hidden="true" />
      ))}
    </div>
  );
}

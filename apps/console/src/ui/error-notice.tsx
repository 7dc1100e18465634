import type { JSX } from 'preact';

import type { ApiError } from '../api/api-error.ts';
import { t } from '../i18n/locale.ts';
import { Button } from './button.tsx';
import { Icon } from './icons.tsx';

export interface ErrorNoticeProps {
  readonly error: ApiError;
  /** There is something older to be seen. */
  readonly isStale?: boolean;
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong, in the reader's language, and what to do next. */
export function ErrorNotice({ error, isStale = false, onRetry }: ErrorNoticeProps): JSX.Element {
  const { app } = t();
  return (
    <div class="notice notice-bad" role="alert">
      <Icon name="alert" />
      <div>
        <p>{errorText(error)}</p>
        {error.notFound.length > 0 && (
          <p class="breakable" translate={false}>
            {error.notFound.join(', ')}
          </p>
        )}
        {isStale && <p class="hint">{app.stale}</p>}
        {error.requestId !== null && error.status >= 500 && (
          <p class="hint">{app.requestId(error.requestId)}</p>
        )}
      </div>
      {onRetry !== undefined && <Button onClick={onRetry}>{app.tryAgain}</Button>}
    </div>
  );
}

/** An error in the reader's language, or as the API said it. */
export function errorText(error: ApiError): string {
  const texts: Readonly<Record<string, string>> = t().names.errors;
  return Object.hasOwn(texts, error.code) ? (texts[error.code] ?? '') : error.message;
}

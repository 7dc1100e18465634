import type { JSX } from 'preact';

import type { ApiError } from '../api/api-error.ts';
import { t } from '../i18n/locale.ts';
import { Button } from './button.tsx';
import { Icon } from './icons.tsx';
import { useOutage } from './outage.ts';

export interface ErrorNoticeProps {
  readonly error: ApiError;
  /** There is something older to be seen. */
  readonly isStale?: boolean;
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong, in the reader's language, and what to do next. */
export function ErrorNotice(props: ErrorNoticeProps): JSX.Element | null {
  const { error, isStale = false, onRetry } = props;
  const { app } = t();
  const { isSaid, retryAll } = useOutage(isOutage(error), onRetry);
  if (isSaid) return null;
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
      {onRetry !== undefined && <Button onClick={retryAll}>{app.tryAgain}</Button>}
    </div>
  );
}

/** What is wrong with the service rather than with what was asked of it. */
function isOutage({ status }: ApiError): boolean {
  return status === 0 || status === 502 || status === 503 || status === 504;
}

/** An error in the reader's language, or as the API said it. */
export function errorText(error: ApiError): string {
  const texts: Readonly<Record<string, string>> = t().names.errors;
  return Object.hasOwn(texts, error.code) ? (texts[error.code] ?? '') : error.message;
}

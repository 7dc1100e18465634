import type { JSX } from 'preact';

import type { ApiError } from '../api/api-error.ts';
import { formatDateTime, formatDuration } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { Button } from './button.tsx';
import { Icon } from './icons.tsx';
import { now } from './now.ts';
import { useOutage } from './outage.ts';

export interface ErrorNoticeProps {
  readonly error: ApiError;
  /** When what is to be seen was so, in milliseconds; absent: nothing is. */
  readonly asOfMs?: number | undefined;
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong, in the reader's language, and what to do next. */
export function ErrorNotice(props: ErrorNoticeProps): JSX.Element | null {
  const { error, asOfMs, onRetry } = props;
  const { app } = t();
  const { isSaid, retryAll } = useOutage(isOutage(error), onRetry);
  if (isSaid) return null;
  const waitMs = Math.max(0, (error.retryAtMs ?? 0) - now.value);
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
        {waitMs > 0 && <p class="hint">{app.retryIn(formatWait(waitMs))}</p>}
        {asOfMs !== undefined && <p class="hint">{app.stale(formatDateTime(asOfMs))}</p>}
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

/** An error in the reader's language, with which limit it is of; or as the API said it. */
export function errorText(error: ApiError): string {
  const texts: Readonly<Record<string, string>> = t().names.errors;
  const text = Object.hasOwn(texts, error.code) ? texts[error.code] : undefined;
  return text?.replace('{detail}', () => error.message) ?? error.message;
}

/** The same for who presses the button, with how long to wait before it is pressed again. */
export function refusalText(error: ApiError): string {
  const waitMs = (error.retryAtMs ?? 0) - Date.now();
  const text = errorText(error);
  return waitMs > 0 ? `${text} ${t().app.retryIn(formatWait(waitMs))}` : text;
}

function formatWait(ms: number): string {
  return formatDuration(Math.ceil(ms / 1_000) * 1_000);
}

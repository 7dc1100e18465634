import type { JSX } from 'preact';

import { listAttempts } from '../api/api.ts';
import type { Attempt, Delivery } from '../api/types.ts';
import { usePolled } from '../api/use-polled.ts';
import { formatBytes, formatCount, formatDuration, formatPrecise } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { Pill } from '../ui/pill.tsx';

/** Every request of one delivery with what came back. Asked again when there is one more. */
export function Attempts(props: {
  readonly resendId: number;
  readonly delivery: Delivery;
}): JSX.Element {
  const { resendId, delivery } = props;
  const { detail: texts } = t();
  const { data, error, isLoading, reload } = usePolled(
    `attempts ${resendId} ${delivery.id} ${delivery.attempts}`,
    (signal) => listAttempts(resendId, delivery.id, signal),
    () => null,
  );
  if (error !== null) return <ErrorNotice error={error} onRetry={reload} />;
  if (isLoading || data === undefined) return <Loading rows={1} />;
  if (data.results.length === 0) {
    return <p class="muted">{delivery.attempts > 0 ? texts.attemptsGone : texts.attemptsEmpty}</p>;
  }
  return <AttemptList attempts={data.results} />;
}

/** Attempts as they are known. */
export function AttemptList(props: { readonly attempts: readonly Attempt[] }): JSX.Element {
  return (
    <ol class="attempts">
      {props.attempts.map((attempt) => (
        <AttemptItem key={attempt.number} attempt={attempt} />
      ))}
    </ol>
  );
}

function AttemptItem({ attempt }: { readonly attempt: Attempt }): JSX.Element {
  const { detail: texts, names } = t();
  const { error_class: errorClass, http_status: status } = attempt;
  const cause = errorClass === null ? null : names.errorClasses[errorClass];
  return (
    <li class="attempt">
      <p class="attempt-head">
        <span class="strong">{texts.attempt(formatCount(attempt.number))}</span>
        <Pill tone={cause === null ? 'good' : 'bad'} icon={cause === null ? 'check' : 'cross'}>
          {status === null ? (cause?.name ?? '') : texts.status(String(status))}
        </Pill>
        <span class="muted number">
          {formatPrecise(attempt.started_at)} · {texts.took_ms(formatDuration(attempt.duration_ms))}
        </span>
      </p>
      <AttemptBody attempt={attempt} />
    </li>
  );
}

type Unnumbered = Omit<Attempt, 'number'>;

/** What went wrong, what can be done, and what the receiver wrote. */
export function AttemptBody({ attempt }: { readonly attempt: Unnumbered }): JSX.Element {
  const { error_class: errorClass, error_message: message, http_status: status } = attempt;
  const cause = errorClass === null ? null : t().names.errorClasses[errorClass];
  return (
    <>
      {cause !== null && <p class="hint">{cause.advice}</p>}
      {message !== null && status === null && (
        <p class="sub breakable" lang="en">
          {message}
        </p>
      )}
      <Snippet attempt={attempt} />
    </>
  );
}

/** What the receiver wrote is text of a stranger: it is shown as text and is never markup. */
function Snippet({ attempt }: { readonly attempt: Unnumbered }): JSX.Element | null {
  const { detail: texts } = t();
  const { response_snippet: base64, response_snippet_text: text } = attempt;
  if (base64 === null) {
    return attempt.http_status === null ? null : <p class="muted">{texts.noResponse}</p>;
  }
  const bytes = Math.floor((base64.replace(/={1,2}$/, '').length * 3) / 4);
  return (
    <figure class="snippet">
      <figcaption class="hint">
        {text === null ? texts.binary(formatBytes(bytes)) : texts.response}
      </figcaption>
      <pre tabIndex={0} dir="ltr" aria-label={texts.response}>
        {text ?? base64}
      </pre>
    </figure>
  );
}

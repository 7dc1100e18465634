import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { asApiError, type ApiError } from '../api/api-error.ts';
import { type DeliveryOfEvent, getEvent, type ShownEvent } from '../api/events-api.ts';
import { AttemptList } from '../detail/attempts.tsx';
import { deliveryLooks } from '../detail/delivery-looks.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { Button } from '../ui/button.tsx';
import { DateTime } from '../ui/date-time.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Name } from '../ui/name.tsx';
import { Pill } from '../ui/pill.tsx';
import { OutcomePill } from './outcome-pill.tsx';

interface Older {
  readonly results: readonly DeliveryOfEvent[];
  /** Undefined: none was asked for. */
  readonly next: string | null | undefined;
}

/** What became of an event: in every resend, newest first, and as it was sent originally. */
export function EventHistory({ event }: { readonly event: ShownEvent }): JSX.Element {
  const { events: texts } = t();
  const [older, setOlder] = useState<Older>({ results: [], next: undefined });
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const next = older.next === undefined ? event.history.next : older.next;
  const more = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const before = new URL(next ?? '').searchParams.get('before_resend_id') ?? '';
      const { history } = await getEvent(event.id, before, AbortSignal.timeout(20_000));
      setOlder({ results: [...older.results, ...history.results], next: history.next });
    } catch (problem) {
      setError(asApiError(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="card">
      <h2>{texts.history}</h2>
      <ol class="history">
        {[...event.history.results, ...older.results].map((delivery) => (
          <DeliveryItem key={`${delivery.resend_id} ${delivery.id}`} delivery={delivery} />
        ))}
        {next === null && (
          <li>
            <p class="attempt-head">
              <span class="strong">{texts.originally}</span>
              <OutcomePill outcome={event.original_outcome} />
              <DateTime iso={event.occurred_at} />
            </p>
          </li>
        )}
      </ol>
      {error !== null && <ErrorNotice error={error} />}
      {next !== null && (
        <Button isBusy={isBusy} onClick={() => void more()}>
          {texts.older}
        </Button>
      )}
    </section>
  );
}

function DeliveryItem({ delivery }: { readonly delivery: DeliveryOfEvent }): JSX.Element {
  const { events: texts, detail, names } = t();
  const { resend_id: resendId, endpoint_id: endpointId, state, attempt_log: attempts } = delivery;
  return (
    <li>
      <p class="attempt-head">
        <a class="strong" href={hrefs.resend(resendId)}>
          {detail.title(String(resendId))}
        </a>
        <a href={hrefs.endpoint(endpointId)}>
          <Name text={endpointId} />
        </a>
        <Pill {...deliveryLooks[state]}>{names.states[state]}</Pill>
        {delivery.reason !== null && <span>{names.reasons[delivery.reason]}</span>}
        {delivery.duplicate !== null && (
          <span class="muted">{delivery.duplicate ? texts.knownBefore : texts.wasNew}</span>
        )}
      </p>
      {attempts.length > 0 && (
        <details class="more-plain">
          <summary>{texts.attempts(attempts.length, formatCount(attempts.length))}</summary>
          <AttemptList attempts={attempts} />
        </details>
      )}
      {attempts.length === 0 && (
        <p class="hint">{delivery.attempts > 0 ? detail.attemptsGone : detail.attemptsEmpty}</p>
      )}
    </li>
  );
}

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';

import type { Delivery } from '../api/types.ts';
import { formatCount, formatRelative } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { Icon } from '../ui/icons.tsx';
import { DateTime } from '../ui/date-time.tsx';
import { Name } from '../ui/name.tsx';
import { now } from '../ui/now.ts';
import { Pill } from '../ui/pill.tsx';
import { Attempts } from './attempts.tsx';
import { deliveryLooks } from './delivery-looks.ts';

/** Deliveries; each opens to show what was tried. */
export function DeliveryTable(props: {
  readonly resendId: number;
  readonly deliveries: readonly Delivery[];
}): JSX.Element {
  const { detail: texts } = t();
  return (
    <table class="rows rows-deliveries">
      <thead>
        <tr>
          <th scope="col">{texts.event}</th>
          <th scope="col">{texts.endpoint}</th>
          <th scope="col">{texts.state}</th>
          <th scope="col">{texts.last}</th>
          <th scope="col">{texts.attempts}</th>
        </tr>
      </thead>
      <tbody>
        {props.deliveries.map((delivery) => (
          <DeliveryRows key={delivery.id} resendId={props.resendId} delivery={delivery} />
        ))}
      </tbody>
    </table>
  );
}

function DeliveryRows(props: {
  readonly resendId: number;
  readonly delivery: Delivery;
}): JSX.Element {
  const { resendId, delivery } = props;
  const { detail: texts, names } = t();
  const [isOpen, setOpen] = useState(false);
  const attemptsId = useId();
  return (
    <>
      <tr>
        <th scope="row">
          <code>
            <Name text={delivery.event_type} />
          </code>
          <span class="sub">
            <a href={hrefs.event(delivery.event_id)} translate={false}>
              <Name text={delivery.event_id} />
            </a>{' '}
            · <DateTime iso={delivery.event_occurred_at} />
          </span>
        </th>
        <td>
          <a href={hrefs.endpoint(delivery.endpoint_id)}>
            <Name text={delivery.endpoint_id} />
          </a>
        </td>
        <td>
          <Pill {...deliveryLooks[delivery.state]}>{names.states[delivery.state]}</Pill>
        </td>
        <td>
          <LastAnswer delivery={delivery} />
        </td>
        <td>
          <button
            type="button"
            class="expander"
            aria-expanded={isOpen}
            aria-controls={isOpen ? attemptsId : undefined}
            aria-label={`${texts.showAttempts(String(delivery.id))}: ${delivery.attempts}`}
            onClick={() => setOpen(!isOpen)}
          >
            <span class="number">{formatCount(delivery.attempts)}</span>
            <Icon name="chevron" />
          </button>
        </td>
      </tr>
      {isOpen && (
        <tr class="row-more" id={attemptsId}>
          <td colSpan={5}>
            <Attempts resendId={resendId} delivery={delivery} />
          </td>
        </tr>
      )}
    </>
  );
}

function LastAnswer({ delivery }: { readonly delivery: Delivery }): JSX.Element {
  const { detail: texts, names, app } = t();
  const { last_http_status: status, last_error_class: errorClass, reason } = delivery;
  const { next_attempt_at: nextAt } = delivery;
  const parts = [
    ...(status === null ? [] : [texts.status(String(status))]),
    ...(errorClass === null || status !== null ? [] : [names.errorClasses[errorClass].name]),
  ];
  return (
    <>
      {parts.length === 0 && reason === null ? app.none : parts.join(' · ')}
      {reason !== null && <span class="sub">{names.reasons[reason]}</span>}
      {nextAt !== null && (
        <span class="sub">{texts.next(formatRelative(Date.parse(nextAt), now.value))}</span>
      )}
    </>
  );
}

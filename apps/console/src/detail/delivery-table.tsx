import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';

import type { Delivery } from '../api/types.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { Icon } from '../ui/icons.tsx';
import { DateTime } from '../ui/date-time.tsx';
import { Name } from '../ui/name.tsx';
import { now } from '../ui/now.ts';
import { Pill } from '../ui/pill.tsx';
import { EndpointLink } from '../ui/endpoint-link.tsx';
import { RowCheck } from '../ui/row-check.tsx';
import { Attempts } from './attempts.tsx';
import { deliveryLooks } from './delivery-looks.ts';
import type { ChosenDeliveries } from './delivery-selection.tsx';
import { type HeldUp, nextText } from './held-up.ts';
import { Sent } from './sent.tsx';

/** Deliveries; each opens to show what was tried. */
export function DeliveryTable(props: {
  readonly resendId: number;
  readonly deliveries: readonly Delivery[];
  readonly chosen: ChosenDeliveries;
  readonly removed: ReadonlySet<string>;
  readonly heldUp: HeldUp;
  readonly onChoose: (deliveries: readonly Delivery[], isChosen: boolean) => void;
}): JSX.Element {
  const { detail: texts, rows } = t();
  const { deliveries, chosen, removed, onChoose } = props;
  return (
    <table class="rows rows-deliveries">
      <thead>
        <tr>
          <th scope="col" class="cell-select">
            <RowCheck
              label={rows.selectPage}
              isChecked={deliveries.every(({ id }) => chosen.has(id))}
              onChange={(isChosen) => onChoose(deliveries, isChosen)}
            />
          </th>
          <th scope="col">{texts.event}</th>
          <th scope="col">{texts.endpoint}</th>
          <th scope="col">{texts.state}</th>
          <th scope="col">{texts.last}</th>
          <th scope="col">{texts.attempts}</th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <DeliveryRows
            key={delivery.id}
            resendId={props.resendId}
            delivery={delivery}
            isChosen={chosen.has(delivery.id)}
            isRemoved={removed.has(delivery.endpoint_id)}
            nextText={nextText(delivery, props.heldUp, now.value)}
            onChoose={(isChosen) => onChoose([delivery], isChosen)}
          />
        ))}
      </tbody>
    </table>
  );
}

function DeliveryRows(props: {
  readonly resendId: number;
  readonly delivery: Delivery;
  readonly isChosen: boolean;
  readonly isRemoved: boolean;
  readonly nextText: string | null;
  readonly onChoose: (isChosen: boolean) => void;
}): JSX.Element {
  const { resendId, delivery } = props;
  const { detail: texts, names, rows } = t();
  const [isOpen, setOpen] = useState(false);
  const attemptsId = useId();
  return (
    <>
      <tr class="row-opens" onClick={(event) => isOfRow(event) && setOpen(!isOpen)}>
        <td class="cell-select">
          <RowCheck
            label={rows.select(String(delivery.id))}
            isChecked={props.isChosen}
            onChange={props.onChoose}
          />
        </td>
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
          <EndpointLink id={delivery.endpoint_id} isRemoved={props.isRemoved} />
        </td>
        <td>
          <Pill {...deliveryLooks[delivery.state]}>{names.states[delivery.state]}</Pill>
        </td>
        <td>
          <LastAnswer delivery={delivery} nextText={props.nextText} />
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
          <td colSpan={6}>
            <Attempts resendId={resendId} delivery={delivery} />
            <Sent delivery={delivery} />
          </td>
        </tr>
      )}
    </>
  );
}

/** Whether a click is meant for the row, and not for what can be clicked in it or is being selected. */
function isOfRow({ target }: Event): boolean {
  const isOwn = target instanceof Element && target.closest('a, button, input, label') === null;
  return isOwn && document.getSelection()?.isCollapsed !== false;
}

function LastAnswer(props: {
  readonly delivery: Delivery;
  readonly nextText: string | null;
}): JSX.Element {
  const { delivery, nextText } = props;
  const { detail: texts, names, app } = t();
  const { last_http_status: status, last_error_class: errorClass, reason } = delivery;
  const parts = [
    ...(status === null ? [] : [texts.status(String(status))]),
    ...(errorClass === null || status !== null ? [] : [names.errorClasses[errorClass].name]),
  ];
  return (
    <>
      {parts.length === 0 && reason === null ? app.none : parts.join(' · ')}
      {reason !== null && <span class="sub">{names.reasons[reason]}</span>}
      {nextText !== null && <span class="sub">{nextText}</span>}
    </>
  );
}

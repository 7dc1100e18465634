import type { JSX } from 'preact';

import { API_URL } from '../api/api.ts';
import type { Delivery, ResendDetail } from '../api/types.ts';
import { resendAsCurl } from '../payload/as-curl.ts';
import { bodiesOf } from '../payload/bodies.ts';
import { MAX_BODIES, MAX_SELECTED } from '../payload/limits.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';

/** The deliveries that were chosen, on whatever pages, by their IDs. */
export type ChosenDeliveries = ReadonlyMap<number, Delivery>;

/** With some more chosen, or fewer; null when they would be too many. */
export function withChosenDeliveries(
  chosen: ChosenDeliveries,
  deliveries: readonly Delivery[],
  isChosen: boolean,
): ChosenDeliveries | null {
  const next = new Map(chosen);
  for (const delivery of deliveries) {
    if (isChosen) next.set(delivery.id, delivery);
    else next.delete(delivery.id);
  }
  return next.size > MAX_SELECTED ? null : next;
}

/** What can be done with them. */
export function DeliverySelection(props: {
  readonly resend: ResendDetail;
  readonly chosen: ChosenDeliveries;
  readonly onClear: () => void;
}): JSX.Element | null {
  const { events: texts, rows } = t();
  const { resend, chosen, onClear } = props;
  if (chosen.size === 0) return null;
  const all = [...chosen.values()];
  const ids = [...new Set(all.map((one) => one.event_id))];
  const endpoints = [...new Set(all.map((one) => one.endpoint_id))];
  const { resend_type: type } = resend;
  const form = {
    ...{ mode: 'list', list: 'event_ids', type, look: '1' },
    entries: ids.join('\n'),
    endpoint: endpoints.join(','),
  };
  return (
    <section class="bar bar-selection" aria-label={rows.selection}>
      <p class="strong" role="status">
        {rows.selected(all.length, formatCount(all.length))}
      </p>
      <ButtonLink href={hrefs.newResend(form)} kind="primary" icon="resend">
        {texts.resendThese}
      </ButtonLink>
      <CopyButton text={() => ids.join('\n')}>{texts.copyIds}</CopyButton>
      {ids.length <= MAX_BODIES && (
        <CopyButton text={() => bodiesOf(ids)}>{texts.copyBodies}</CopyButton>
      )}
      <CopyButton text={() => resendAsCurl(ids, { type, endpoints }, API_URL)}>
        {texts.copyCurl}
      </CopyButton>
      <Button kind="quiet" icon="cross" onClick={onClear}>
        {texts.selectNone}
      </Button>
    </section>
  );
}

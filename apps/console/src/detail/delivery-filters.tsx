import type { DeliveryState, ErrorClass } from '@webhooks/domain';
import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';
import { Select } from '../ui/select.tsx';

const states = [
  'FAILED',
  'RETRYING',
  'PENDING',
  'DELIVERED',
  'SKIPPED',
  'CANCELLED',
] as const satisfies DeliveryState[];

/** What the deliveries of a resend are narrowed to; empty: to nothing. */
export interface DeliveryFilters {
  readonly state: DeliveryState | '';
  readonly error_class: ErrorClass | '';
}

/** The filters of an address; anything else in it is left out. */
export function filtersOf(query: URLSearchParams): DeliveryFilters {
  const classes = Object.keys(t().names.errorClasses) as ErrorClass[];
  return {
    state: states.find((state) => state === query.get('state')) ?? '',
    error_class: classes.find((one) => one === query.get('error_class')) ?? '',
  };
}

/** Narrows the deliveries of a resend. */
export function DeliveryFilterFields(props: {
  readonly filters: DeliveryFilters;
  readonly onChange: (filters: DeliveryFilters) => void;
}): JSX.Element {
  const { detail: texts, names } = t();
  const { filters, onChange } = props;
  const classes = Object.keys(names.errorClasses) as ErrorClass[];
  return (
    <div class="section-filters">
      <Select
        label={texts.state}
        value={filters.state}
        options={[['', texts.anyState], ...states.map((one) => [one, names.states[one]] as const)]}
        onChange={(state) => onChange({ ...filters, state })}
      />
      <Select
        label={texts.lastFailure}
        value={filters.error_class}
        options={[
          ['', texts.anyFailure],
          ...classes.map((one) => [one, names.errorClasses[one].name] as const),
        ]}
        onChange={(chosen) => onChange({ ...filters, error_class: chosen })}
      />
    </div>
  );
}

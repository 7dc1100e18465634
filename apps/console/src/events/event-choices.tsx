import type { DeliveryStateFilter, ResendType } from '@webhooks/domain';
import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';
import { knownEventTypes } from '../new-resend/event-types.ts';
import { Select } from '../ui/select.tsx';
import { accountOptions, withChosen } from '../accounts/account-options.ts';
import { useEndpoints } from '../accounts/use-endpoints.ts';
import type { EventFilterName, EventFilters } from './event-query.ts';

const states = [
  'UNDELIVERED',
  'FAILED',
  'NEVER_ATTEMPTED',
] as const satisfies DeliveryStateFilter[];
const directions = ['CASHIN', 'CASHOUT'] as const satisfies ResendType[];

/** What the events can be narrowed to by choosing; a choice holds at once. */
export function EventChoices(props: {
  readonly filters: EventFilters;
  readonly onChange: (filters: EventFilters) => void;
}): JSX.Element {
  const { filters, onChange } = props;
  const { events: texts, names } = t();
  const data = useEndpoints();
  const accountId = filters.account_mirror_id;
  const endpoints = (data?.results ?? [])
    .filter((one) => accountId === undefined || String(one.account_mirror_id) === accountId)
    .map(({ id }) => id);
  const types = directions
    .filter((one) => filters.resend_type === undefined || filters.resend_type === one)
    .flatMap((one) => knownEventTypes[one]);
  const choice = (
    name: EventFilterName,
    any: string,
    options: readonly (readonly [string, string])[],
  ): JSX.Element => (
    <Select
      label={texts.choices[name]}
      value={filters[name] ?? ''}
      options={[['', any], ...withChosen(options, filters[name])]}
      onChange={(value) => onChange(consistent({ ...filters, [name]: value }))}
    />
  );
  return (
    <>
      {choice('account_mirror_id', texts.anyAccount, accountOptions())}
      {choice(
        'resend_type',
        texts.anyDirection,
        directions.map((one) => [one, names.types[one]]),
      )}
      {choice(
        'event_types',
        texts.anyType,
        types.map((one) => [one, one]),
      )}
      {choice(
        'endpoint_id',
        texts.anyEndpoint,
        endpoints.map((one) => [one, one]),
      )}
      {choice(
        'delivery_state',
        texts.anyState,
        states.map((one) => [one, names.filters[one]]),
      )}
      {filters.delivery_state === 'UNDELIVERED' &&
        choice('include_in_hand', texts.notInHand, [['true', texts.inHand]])}
    </>
  );
}

/** What is in hand is asked for beside what is undelivered alone. */
function consistent(filters: EventFilters): EventFilters {
  return filters.delivery_state === 'UNDELIVERED' ? filters : { ...filters, include_in_hand: '' };
}

import type { DeliveryStateFilter, ResendType } from '@webhooks/domain';
import type { JSX } from 'preact';

import { listEndpoints } from '../api/endpoints-api.ts';
import { usePolled } from '../api/use-polled.ts';
import { t } from '../i18n/locale.ts';
import { knownEventTypes } from '../new-resend/event-types.ts';
import { Select } from '../ui/select.tsx';
import { accountLabel, knownAccounts, useAccountsOf } from './accounts.ts';
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
  const { data } = usePolled(
    'endpoints of the events',
    (signal) => listEndpoints('limit=100', signal),
    () => null,
  );
  useAccountsOf(data?.results);
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
      onChange={(value) => onChange({ ...filters, [name]: value })}
    />
  );
  return (
    <>
      {choice(
        'account_mirror_id',
        texts.anyAccount,
        [...knownAccounts.value.values()].map((one) => [one.id, accountLabel(one)]),
      )}
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
    </>
  );
}

/** What an address asks for is on the list, whether it is known here or not. */
function withChosen(
  options: readonly (readonly [string, string])[],
  chosen: string | undefined,
): readonly (readonly [string, string])[] {
  const isListed = chosen === undefined || options.some(([value]) => value === chosen);
  return isListed ? options : [...options, [chosen, chosen.replaceAll(',', ', ')]];
}

import type { ResendControl, ResendKind, ResendStatus, ResendType } from '@webhooks/domain';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { accountOptions, withChosen } from '../accounts/account-options.ts';
import { useEndpoints } from '../accounts/use-endpoints.ts';
import { t } from '../i18n/locale.ts';
import { navigate } from '../navigation/navigation.ts';
import { hrefs } from '../navigation/route.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { TextInput } from '../ui/text-input.tsx';

/** The filters of the list, by their names in the API. */
export const filterNames: ReadonlySet<string> = new Set([
  'status',
  'object_reference_id',
  'account_mirror_id',
  'created_by',
  'kind',
  'control',
  'resend_type',
]);

const types = ['CASHIN', 'CASHOUT'] as const satisfies ResendType[];
const kinds = ['one', 'range', 'list', 'retry'] as const satisfies ResendKind[];
const controls = ['RUNNING', 'PAUSED', 'CANCELLING'] as const satisfies ResendControl[];
const statuses = ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'] as const satisfies ResendStatus[];

/** Narrows the list; what holds stands in the address, so that it can be kept and shared. */
export function ResendFilters(props: {
  readonly filters: Readonly<Record<string, string>>;
}): JSX.Element {
  const { resends: texts, names, form, events } = t();
  useEndpoints();
  const accounts = accountOptions();
  const [filters, setFilters] = useState(props.filters);
  const [hasTried, setTried] = useState(false);
  useEffect(() => setFilters(props.filters), [JSON.stringify(props.filters)]);
  const of = (name: string): string => filters[name] ?? '';
  const set = (name: string, value: string): Readonly<Record<string, string>> => {
    const changed = { ...filters, [name]: value };
    setFilters(changed);
    return changed;
  };
  const problemOf = (name: string): string | undefined =>
    hasTried && !/^\d*$/.test(of(name).trim()) ? form.badId : undefined;
  const apply = (chosen: Readonly<Record<string, string>>): void => {
    setTried(true);
    const ids = [chosen['object_reference_id'], chosen['account_mirror_id']];
    if (ids.some((id) => !/^\d*$/.test((id ?? '').trim()))) return;
    const trimmed = Object.entries(chosen).map(([name, value]) => [name, value.trim()]);
    navigate(hrefs.resends(Object.fromEntries(trimmed) as Record<string, string>));
  };
  const isFiltered = Object.keys(props.filters).length > 0;
  return (
    <form
      class="filters"
      role="search"
      aria-label={texts.filters}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        apply(filters);
      }}
    >
      <Select
        label={texts.status}
        value={of('status')}
        options={[
          ['', texts.anyStatus],
          ...statuses.map((status) => [status, names.statuses[status]] as const),
        ]}
        onChange={(status) => apply(set('status', status))}
      />
      <Select
        label={texts.createdBy}
        value={of('created_by')}
        options={[
          ['', texts.createdByMe],
          ['anyone', texts.createdByAnyone],
        ]}
        onChange={(createdBy) => apply(set('created_by', createdBy))}
      />
      <Select
        label={texts.kind}
        value={of('kind')}
        options={[['', texts.anyKind], ...kinds.map((kind) => [kind, names.kinds[kind]] as const)]}
        onChange={(kind) => apply(set('kind', kind))}
      />
      <Select
        label={texts.control}
        value={of('control')}
        options={[
          ['', texts.anyControl],
          ...controls.map((control) => [control, names.controls[control]] as const),
        ]}
        onChange={(control) => apply(set('control', control))}
      />
      <Select
        label={form.type}
        value={of('resend_type')}
        options={[
          ['', events.anyDirection],
          ...types.map((type) => [type, names.types[type]] as const),
        ]}
        onChange={(type) => apply(set('resend_type', type))}
      />
      <TextInput
        label={texts.object}
        value={of('object_reference_id')}
        inputMode="numeric"
        problem={problemOf('object_reference_id')}
        onInput={(value) => set('object_reference_id', value)}
      />
      {accounts.length > 0 ? (
        <Select
          label={texts.account}
          value={of('account_mirror_id')}
          options={[['', events.anyAccount], ...withChosen(accounts, of('account_mirror_id'))]}
          onChange={(account) => apply(set('account_mirror_id', account))}
        />
      ) : (
        <TextInput
          label={texts.account}
          value={of('account_mirror_id')}
          inputMode="numeric"
          problem={problemOf('account_mirror_id')}
          onInput={(value) => set('account_mirror_id', value)}
        />
      )}
      <div class="filter-actions">
        <Button type="submit">{texts.apply}</Button>
        {isFiltered && <ButtonLink href={hrefs.resends()}>{texts.clear}</ButtonLink>}
      </div>
    </form>
  );
}

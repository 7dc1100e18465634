import type { JSX } from 'preact';

import type { Endpoint } from '../api/endpoint-types.ts';
import { t } from '../i18n/locale.ts';
import { timeZone } from '../date-times/date-time-words.ts';
import { Choice } from '../ui/choice.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextInput } from '../ui/text-input.tsx';
import type { FieldTexts } from './field-texts.ts';
import { DateTimeInput } from '../ui/date-time-input.tsx';
import { AccountChoice } from '../accounts/account-choice.tsx';
import { useEndpoints } from '../accounts/use-endpoints.ts';
import { typedFromIso } from '../date-times/instants.ts';
import { PeriodChoice } from '../ui/period-choice.tsx';
import { fieldOf, isKey, listFields } from './list-entries.ts';
import { modes, needsAccount, type RequestForm } from './request-form.ts';

/** A part of the form. */
export interface FormPartProps {
  readonly form: RequestForm;
  readonly problems: FieldTexts['fields'];
  readonly onChange: (part: Partial<RequestForm>) => void;
}

/** Whose webhooks: one object's, an account's in a range, or those of a list. */
export function Target(props: FormPartProps): JSX.Element {
  const { form, problems, onChange } = props;
  const { form: texts, names } = t();
  return (
    <>
      <Choice
        legend={texts.mode}
        value={form.mode}
        options={modes.map((value) => ({
          value,
          text: texts.modes[value],
          hint: texts.modeHints[value],
        }))}
        onChange={(mode) => onChange({ mode })}
      />
      <Choice
        legend={texts.type}
        value={form.type}
        options={(['CASHIN', 'CASHOUT'] as const).map((value) => ({
          value,
          text: `${names.types[value]} (${names.objects[value]})`,
        }))}
        problem={problems.resend_type}
        onChange={(type) => onChange({ type, eventTypes: [] })}
      />
      {form.mode === 'object' && (
        <TextInput
          label={texts.objectId[form.type]}
          value={form.objectId}
          inputMode="numeric"
          placeholder={form.type === 'CASHIN' ? '12345' : '98765'}
          problem={problems.object_reference_id}
          onInput={(objectId) => onChange({ objectId })}
        />
      )}
      {form.mode === 'list' && <List {...props} />}
      {form.mode === 'range' && <Range {...props} />}
    </>
  );
}

/** What is named one by one. */
function List(props: FormPartProps): JSX.Element {
  const { form, problems, onChange } = props;
  const { form: texts } = t();
  const { listOf } = form;
  const names = { ...texts.listFields, object_reference_ids: texts.objectIds[form.type] };
  return (
    <>
      <Select
        label={texts.listOf}
        value={listOf}
        options={listFields.map((field) => [field, names[field]] as const)}
        onChange={(chosen) => onChange({ listOf: chosen })}
      />
      <TextArea
        label={names[listOf]}
        hint={isKey(listOf) ? texts.keysHint : texts.idsHint}
        value={form.entries}
        problem={problems[fieldOf(listOf)]}
        onInput={(entries) => onChange({ entries })}
      />
      <Account {...props} />
    </>
  );
}

function Account({ form, problems, onChange }: FormPartProps): JSX.Element {
  const { form: texts } = t();
  return (
    <>
      <AccountChoice
        branch={form.branch}
        number={form.number}
        onChange={({ branch, number }) => onChange({ branch, number })}
      />
      <div class="field-row">
        <TextInput
          label={texts.branch}
          value={form.branch}
          placeholder="0001"
          hint={needsAccount(form) ? undefined : texts.accountHint}
          problem={problems.source_account_branch_identifier}
          onInput={(branch) => onChange({ branch })}
        />
        <TextInput
          label={texts.number}
          value={form.number}
          placeholder="123456"
          hint={texts.zeros}
          problem={problems.source_account_number}
          onInput={(number) => onChange({ number })}
        />
      </div>
    </>
  );
}

function Range(props: FormPartProps): JSX.Element {
  const { form, problems, onChange } = props;
  const { form: texts } = t();
  const { language } = form;
  const disabled = disabledOf(useEndpoints()?.results ?? [], form);
  return (
    <>
      <Account {...props} />
      <PeriodChoice
        disabled={disabled}
        onChoose={({ from, to }) =>
          onChange({
            from: typedFromIso(from, 'start', language),
            to: typedFromIso(to, 'end', language),
          })
        }
      />
      <div class="field-row">
        <DateTimeInput
          label={texts.from}
          end="start"
          value={form.from}
          language={form.language}
          problem={problems.start_datetime}
          onInput={(from) => onChange({ from })}
        />
        <DateTimeInput
          label={texts.to}
          end="end"
          value={form.to}
          language={form.language}
          problem={problems.end_datetime}
          onInput={(to) => onChange({ to })}
        />
      </div>
      <p class="hint">{texts.zone(timeZone())}</p>
    </>
  );
}

/** As many as have room beside the other periods. */
const MAX_DISABLED = 3;

/** The disabled endpoints of the account, or those that are chosen, with since when they are. */
function disabledOf(endpoints: readonly Endpoint[], form: RequestForm) {
  const { branch, number, endpointIds } = form;
  return endpoints
    .filter(
      (one) =>
        endpointIds.includes(one.id) ||
        (endpointIds.length === 0 &&
          one.source_account_branch_identifier === branch.trim() &&
          one.source_account_number === number.trim()),
    )
    .flatMap(({ id, disabled_since: since }) => (since === null ? [] : [{ id, since }]))
    .slice(0, MAX_DISABLED);
}

import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';
import { timeZone } from '../date-times/date-time-words.ts';
import { Choice } from '../ui/choice.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextInput } from '../ui/text-input.tsx';
import type { FieldTexts } from './field-texts.ts';
import { DateTimeInput } from '../ui/date-time-input.tsx';
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
  );
}

function Range(props: FormPartProps): JSX.Element {
  const { form, problems, onChange } = props;
  const { form: texts } = t();
  return (
    <>
      <Account {...props} />
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

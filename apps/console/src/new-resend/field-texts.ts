import type { ApiError } from '../api/api-error.ts';
import { fieldText } from '../i18n/field-text.ts';
import { t } from '../i18n/locale.ts';
import type { FormField, FormProblems } from './request-form.ts';

/** What is wrong, by field; and what has no field in the form. */
export interface FieldTexts {
  readonly fields: Readonly<Partial<Record<FormField, string>>>;
  readonly rest: readonly string[];
}

/** The fields of the form, by their names in the API. */
export const shownFields: readonly string[] = [
  'resend_type',
  'object_reference_id',
  'object_reference_ids',
  'event_ids',
  'keys',
  'source_account_branch_identifier',
  'source_account_number',
  'start_datetime',
  'end_datetime',
  'delivery_state',
  'include_in_hand',
  'event_types',
  'endpoint_ids',
  'name',
  'reason',
  'not_before',
  'max_rate_per_second',
  'first',
  'deliver_to',
] satisfies FormField[];

const shown = new Set(shownFields);

/** What the console found, or else what the API said, in the reader's language. */
export function fieldTexts(problems: FormProblems, error: ApiError | null): FieldTexts {
  const { form } = t();
  const own = Object.entries(problems).map(([field, problem]) => [field, form[problem]] as const);
  if (own.length > 0) return { fields: Object.fromEntries(own), rest: [] };
  if (error?.code !== 'validation_error') return { fields: {}, rest: [] };
  const named = error.fields.map((problem) => {
    // An entry of a list is named as "event_types.0" or the like; it is shown at its list.
    const [name = ''] = problem.field.split(/[.[]/);
    return { name, text: fieldText(problem), field: problem.field };
  });
  return {
    fields: Object.fromEntries(
      named.filter(({ name }) => shown.has(name)).map(({ name, text }) => [name, text]),
    ),
    rest: named
      .filter(({ name }) => !shown.has(name))
      .map(({ field, text }) => (field === '' ? text : `${field}: ${text}`)),
  };
}

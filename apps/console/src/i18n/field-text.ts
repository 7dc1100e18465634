import type { FieldProblem } from '../api/api-error.ts';
import { t } from './locale.ts';

/**
 * What is wrong with a field, by its code, in the reader's language. A code that is newer than this
 * page is said as the API says it.
 */
export function fieldText({ field, code, entry, message }: FieldProblem): string {
  const { fields } = t();
  const codes: Readonly<Record<string, string>> = fields.codes;
  const entries: Readonly<Record<string, (entry: string) => string>> = fields.entries;
  const values: Readonly<Record<string, string>> = fields.values;
  const ofEntry = Object.hasOwn(entries, code) ? entries[code] : undefined;
  if (ofEntry !== undefined && entry !== null) return ofEntry(entry);
  if (Object.hasOwn(codes, code)) return codes[code] ?? message;
  // An entry of a list is named as "event_types.0" or the like.
  const [name = ''] = field.split(/[.[]/);
  return code === 'invalid' && Object.hasOwn(values, name) ? (values[name] ?? message) : message;
}

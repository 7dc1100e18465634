import { fieldError } from '../http/answer.ts';
import { type JsonSchema, ref } from '../v3/schemas/json-schema.ts';
import { refusalsOf } from './operation/common-refusals.ts';
import type { Operation, RefusalExample } from './operation/operation.ts';
import { MEANINGS, type RefusalCode, refusalOf } from './operation/refusals.ts';

/** The responses of an operation that are refusals, by status. */
export function errorResponses(operation: Operation): Record<string, JsonSchema> {
  const byStatus = new Map<number, Map<RefusalCode, Record<string, JsonSchema>>>();
  for (const [name, refusal] of Object.entries(refusalsOf(operation))) {
    const { status } = refusalOf(refusal.code, refusal.hasKey);
    const codes = byStatus.get(status) ?? new Map<RefusalCode, Record<string, JsonSchema>>();
    byStatus.set(status, codes);
    codes.set(refusal.code, { ...codes.get(refusal.code), [name]: exampleOf(refusal) });
  }
  byStatus.set(500, new Map([['internal_error', {}]]));
  const statuses = [...byStatus].sort(([one], [other]) => one - other);
  return Object.fromEntries(statuses.map(([status, codes]) => [status, responseOf(codes)]));
}

/** A response of one status. x-codes: the codes that it has; a schema of each would hide Error. */
export function responseOf(
  codes: ReadonlyMap<RefusalCode, Readonly<Record<string, JsonSchema>>>,
): JsonSchema {
  const names = [...codes.keys()];
  const headers = new Set(['X-Request-Id', ...names.flatMap((code) => refusalOf(code).headers)]);
  const examples = Object.assign({}, ...codes.values()) as Record<string, JsonSchema>;
  const schema = ref('Error');
  return {
    'x-codes': names,
    description: names.map((code) => `\`${code}\`: ${MEANINGS[code]}`).join('\n\n'),
    headers: headerRefs([...headers]),
    content: {
      'application/json': Object.keys(examples).length > 0 ? { schema, examples } : { schema },
    },
  };
}

/** Headers by their names in components. */
export function headerRefs(names: readonly string[]): JsonSchema {
  const entries = names.map((name) => [name, { $ref: `#/components/headers/${name}` }] as const);
  return Object.fromEntries(entries);
}

/** x-request: how the request differs from the first example of its operation. */
function exampleOf(refusal: RefusalExample): JsonSchema {
  const { summary, request } = refusal;
  const value = bodyOf(refusal);
  return request === undefined ? { summary, value } : { summary, value, 'x-request': request };
}

/** The body of a refusal. */
export function bodyOf(refusal: Omit<RefusalExample, 'summary'>): JsonSchema {
  const { code, detail, violation, notFound, hasKey, limit } = refusal;
  if (violation === undefined) {
    const said = { worked: false, detail: detail ?? refusalOf(code, hasKey).detail, code };
    return {
      ...said,
      ...(notFound === undefined ? {} : { not_found: notFound }),
      ...(limit === undefined ? {} : { limit }),
    };
  }
  const [field, message, fieldCode = 'invalid', entry] = violation;
  const what = field === '' ? message : `${field} ${message}`;
  const named = entry === undefined ? {} : { entry };
  const errors = [fieldError({ field, message, code: fieldCode, ...named })];
  return { worked: false, detail: `Validation error: ${what}`, code, errors };
}

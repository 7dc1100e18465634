import type { CursorDirection, FieldViolation } from '@webhooks/domain';

import { parseId } from './identifier.ts';
import { MAX_ID, MAX_PAGE_SIZE } from './limits.ts';
import { shownField } from './refusal.ts';

/** How one parameter is read: null for a bad value; and what it has to be. */
export interface QueryParameter {
  readonly read: (text: string) => unknown;
  readonly message: string;
}

/** What was given; a bad value is null, so that it counts as given for rules between parameters. */
export type QueryValues<Parameters extends Readonly<Record<string, QueryParameter>>> = {
  [Name in keyof Parameters]?: ReturnType<Parameters[Name]['read']>;
};

/** Parameters that every list has. */
export const LIST_PARAMETERS = {
  limit: { read: readLimit, message: `must be an integer from 1 to ${MAX_PAGE_SIZE}` },
  cursor_id: { read: parseId, message: `must be an integer from 1 to ${MAX_ID}` },
  cursor_direction: { read: readDirection, message: 'must be NEXT or PREVIOUS' },
} as const satisfies Record<string, QueryParameter>;

/** Reads decoded pairs, and names every parameter that is bad, unknown or repeated. */
export function readParameters<const Parameters extends Readonly<Record<string, QueryParameter>>>(
  parameters: Parameters,
  pairs: Iterable<readonly [string, string]>,
): { readonly values: QueryValues<Parameters>; readonly violations: FieldViolation[] } {
  const values: Record<string, unknown> = {};
  const problems = new Map<string, string>();
  for (const [name, text] of pairs) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (parameter === undefined) {
      problems.set(shownField(name), 'is not a known parameter');
    } else if (Object.hasOwn(values, name)) {
      problems.set(name, 'is given more than once');
    } else {
      values[name] = parameter.read(text);
      if (values[name] === null) problems.set(name, parameter.message);
    }
  }
  const violations = [...problems].map(([field, message]) => ({ field, message }));
  return { values: values as QueryValues<Parameters>, violations };
}

/** Takes a text that is one of some, written exactly so. */
export function oneOf<const T extends string>(choices: readonly T[]): (text: string) => T | null {
  return (text) => choices.find((choice) => choice === text) ?? null;
}

function readLimit(text: string): number | null {
  const value = parseId(text);
  return value !== null && value <= MAX_PAGE_SIZE ? value : null;
}

function readDirection(text: string): CursorDirection | null {
  return oneOf(['NEXT', 'PREVIOUS'])(text.toUpperCase());
}

import type { CursorDirection, FieldViolation } from '@webhooks/domain';

import { parseId } from './identifier.ts';
import { DEFAULT_PAGE_SIZE, MAX_ID, MAX_PAGE_SIZE } from './limits.ts';
import { EVENT_TYPE_PATTERN, isEventType, isName, NAME_PATTERN } from './text-patterns.ts';
import { unknownParameter } from './unknown-field.ts';

/** How one parameter is read: null for a bad value; and what it has to be. */
export interface QueryParameter {
  readonly read: (text: string) => unknown;
  readonly message: string;
  /** What `read` takes, for the API reference; a test holds the two together. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** What was given; a bad value is null, so that it counts as given for rules between parameters. */
export type QueryValues<Parameters extends Readonly<Record<string, QueryParameter>>> = {
  [Name in keyof Parameters]?: ReturnType<Parameters[Name]['read']>;
};

/** A parameter that is the id of something. */
export const ID_PARAMETER = {
  read: parseId,
  message: `must be an integer from 1 to ${MAX_ID}`,
  schema: { type: 'integer', format: 'int64', minimum: 1, maximum: MAX_ID },
} as const;

/** A parameter that is the id of an endpoint or an event. */
export const NAME_PARAMETER = {
  read: (text: string) => (isName(text) ? text : null),
  message: 'must be 1 to 64 characters A-Z a-z 0-9 _ - .',
  schema: { type: 'string', pattern: NAME_PATTERN },
} as const;

/** A parameter that is one type of events. */
export const EVENT_TYPE_PARAMETER = {
  read: (text: string) => (isEventType(text) ? text : null),
  message: 'must be 1 to 64 characters A-Z 0-9 _',
  schema: { type: 'string', pattern: EVENT_TYPE_PATTERN },
} as const;

/** Parameters that every list has. */
export const LIST_PARAMETERS = {
  limit: {
    read: readLimit,
    message: `must be an integer from 1 to ${MAX_PAGE_SIZE}`,
    schema: {
      ...{ type: 'integer', format: 'int64', minimum: 1, maximum: MAX_PAGE_SIZE },
      default: DEFAULT_PAGE_SIZE,
    },
  },
  cursor_id: ID_PARAMETER,
  cursor_direction: {
    read: readDirection,
    message: 'must be NEXT or PREVIOUS',
    // The enumeration would refuse other letter cases, which are taken.
    schema: {
      type: 'string',
      default: 'NEXT',
      pattern: '^([Nn][Ee][Xx][Tt]|[Pp][Rr][Ee][Vv][Ii][Oo][Uu][Ss])$',
    },
  },
} as const satisfies Record<string, QueryParameter>;

/** Reads decoded pairs, and names every parameter that is bad, unknown or repeated. */
export function readParameters<const Parameters extends Readonly<Record<string, QueryParameter>>>(
  parameters: Parameters,
  pairs: Iterable<readonly [string, string]>,
): { readonly values: QueryValues<Parameters>; readonly violations: FieldViolation[] } {
  const values: Record<string, unknown> = {};
  const problems = new Map<string, FieldViolation>();
  for (const [name, text] of pairs) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (parameter === undefined) {
      const unknown = unknownParameter(name);
      problems.set(unknown.field, unknown);
    } else if (Object.hasOwn(values, name)) {
      problems.set(name, { field: name, message: 'is given more than once' });
    } else {
      values[name] = parameter.read(text);
      if (values[name] !== null) continue;
      problems.set(name, { field: name, message: parameter.message });
    }
  }
  return { values: values as QueryValues<Parameters>, violations: [...problems.values()] };
}

/** A parameter that is true or false. */
export const FLAG_PARAMETER = {
  read: (text: string) => (text === 'true' ? true : text === 'false' ? false : null),
  message: 'must be true or false',
  schema: { type: 'boolean' },
} as const;

/** A parameter that is one of some texts, written exactly so. */
export function choiceParameter<const T extends string>(choices: readonly T[]) {
  const last = choices.at(-1);
  const others = choices.slice(0, -1).join(', ');
  return {
    read: oneOf(choices),
    message: `must be ${others} or ${last}`,
    schema: { type: 'string', enum: choices },
  } as const;
}

/** Takes a text that is one of some, written exactly so. */
function oneOf<const T extends string>(choices: readonly T[]): (text: string) => T | null {
  return (text) => choices.find((choice) => choice === text) ?? null;
}

function readLimit(text: string): number | null {
  const value = parseId(text);
  return value !== null && value <= MAX_PAGE_SIZE ? value : null;
}

function readDirection(text: string): CursorDirection | null {
  return oneOf(['NEXT', 'PREVIOUS'])(text.toUpperCase());
}

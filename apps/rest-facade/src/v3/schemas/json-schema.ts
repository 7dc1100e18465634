import { MAX_ID } from '@webhooks/validation';

/** A JSON Schema, draft 2020-12. */
export interface JsonSchema {
  readonly description?: string;
  readonly default?: string | number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly [keyword: string]: unknown;
}

/** Without the format, generators of clients take 32 bits. */
export const integer = { type: 'integer', format: 'int64' } as const;

/** An object with every field of T, always: none is forgotten, none is invented. */
export function objectOf<T extends object>(
  description: string,
  properties: Readonly<Record<keyof T, JsonSchema>>,
): JsonSchema {
  return { type: 'object', description, required: Object.keys(properties), properties };
}

export function arrayOf(items: JsonSchema, description: string): JsonSchema {
  return { type: 'array', description, items };
}

/** The schema that components have under a name. Nothing may stand beside a reference. */
export function ref(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** The same, or null. A reference has no place for a description of its own: it is given here. */
export function orNull(schema: JsonSchema, description?: string): JsonSchema {
  const described = description === undefined ? {} : { description };
  if ('$ref' in schema) return { ...described, anyOf: [schema, { type: 'null' }] };
  return { ...schema, ...described, type: [schema['type'], 'null'] };
}

export function text(description: string): JsonSchema {
  return { type: 'string', description };
}

export function time(description: string): JsonSchema {
  return { type: 'string', format: 'date-time', description };
}

export function id(description: string): JsonSchema {
  return { ...integer, minimum: 1, maximum: MAX_ID, description };
}

export function count(description: string): JsonSchema {
  return { ...integer, minimum: 0, description };
}

export function flag(description: string): JsonSchema {
  return { type: 'boolean', description };
}

/** One of some words, for a component of its own. Every word of the type T has to be given. */
export function oneOf<T extends string>(
  words: Readonly<Record<T, true>>,
  description: string,
): JsonSchema {
  return { type: 'string', enum: Object.keys(words), description };
}

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

/** The same, or null. */
export function orNull(schema: JsonSchema): JsonSchema {
  const choices = schema['enum'] as readonly unknown[] | undefined;
  const type = [schema['type'], 'null'];
  return choices === undefined
    ? { ...schema, type }
    : { ...schema, type, enum: [...choices, null] };
}

export function text(description: string): JsonSchema {
  return { type: 'string', description };
}

export function time(description: string): JsonSchema {
  return { type: 'string', format: 'date-time', description };
}

export function id(description: string): JsonSchema {
  return { type: 'integer', minimum: 1, maximum: MAX_ID, description };
}

export function count(description: string): JsonSchema {
  return { type: 'integer', minimum: 0, description };
}

export function flag(description: string): JsonSchema {
  return { type: 'boolean', description };
}

/** One of some words. Every word of the type T has to be given. */
export function oneOf<T extends string>(
  words: Readonly<Record<T, true>>,
  description: string,
): JsonSchema {
  return { type: 'string', enum: Object.keys(words), description };
}

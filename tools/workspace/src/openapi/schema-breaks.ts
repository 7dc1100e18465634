import { isDeepStrictEqual } from 'node:util';

import { listOf, objectOf, resolve, textOf, type Json, type JsonObject } from './json.ts';

/** Who reads what a schema describes: the server a request, the caller an answer. */
export type Direction = 'request' | 'answer';

/** The documents that schemas belong to, and what was compared already. */
export interface Comparison {
  readonly released: JsonObject;
  readonly current: JsonObject;
  readonly direction: Direction;
  readonly seen: Set<string>;
}

/** Limits by what they do to a value that grows; a request's may only be relaxed. */
const LOWER_LIMITS = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const UPPER_LIMITS = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];

/**
 * What a released schema allowed that the current one does not: of a request what was accepted, of an
 * answer what was there to be read. Conditions between fields (if, then, else) are left to the tests
 * that compare them with what the server takes.
 */
export function schemaBreaks(
  comparison: Comparison,
  released: Json | undefined,
  current: Json | undefined,
  at: string,
): string[] {
  const pair = `${JSON.stringify(released)} ${JSON.stringify(current)}`;
  if (comparison.seen.has(pair)) return [];
  comparison.seen.add(pair);
  const before = resolve(comparison.released, released);
  const now = resolve(comparison.current, current);
  return [
    ...typeBreaks(comparison, before, now, at),
    ...fieldBreaks(comparison, before, now, at),
    ...alternativeBreaks(comparison, before, now, at),
    ...(comparison.direction === 'request' ? limitBreaks(before, now, at) : []),
    ...schemaBreaks(comparison, before['items'] ?? {}, now['items'] ?? {}, `${at}[]`),
  ];
}

function typeBreaks(
  { direction }: Comparison,
  before: JsonObject,
  now: JsonObject,
  at: string,
): string[] {
  const [old, fresh] = [listOf(before['type']), listOf(now['type'])];
  const [needed, given] = direction === 'request' ? [old, fresh] : [fresh, old];
  const lost = given.length === 0 ? [] : needed.filter((type) => !given.includes(type));
  const values = listOf(before['enum']).filter((value) => !listOf(now['enum']).includes(value));
  const isRestricted = before['enum'] === undefined && now['enum'] !== undefined;
  return [
    ...lost.map((type) => `${at}: type ${textOf(type)} is ${GONE_OR_NEW[direction]}`),
    ...(now['enum'] === undefined ? [] : values.map((value) => `${at}: ${textOf(value)} is gone`)),
    ...(isRestricted && direction === 'request' ? [`${at}: takes some values only`] : []),
    ...(before['format'] === now['format'] ? [] : [`${at}: another format`]),
  ];
}

const GONE_OR_NEW = { request: 'taken no more', answer: 'new, which callers do not expect' };

function fieldBreaks(
  comparison: Comparison,
  before: JsonObject,
  now: JsonObject,
  at: string,
): string[] {
  const [old, fresh] = [objectOf(before['properties']), objectOf(now['properties'])];
  const [wasRequired, isRequired] = [listOf(before['required']), listOf(now['required'])];
  const asked = isRequired.filter((name) => !wasRequired.includes(name));
  const missed = wasRequired.filter((name) => !isRequired.includes(name));
  return [
    ...Object.entries(old).flatMap(([name, schema]) =>
      name in fresh
        ? schemaBreaks(comparison, schema, fresh[name], `${at}.${name}`)
        : [`${at}.${name} is gone`],
    ),
    ...(comparison.direction === 'request'
      ? asked.map((name) => `${at}.${textOf(name)} has to be given now`)
      : missed.map((name) => `${at}.${textOf(name)} may be absent now`)),
  ];
}

/** Each alternative of before has one now that breaks nothing; of answers the other way round. */
function alternativeBreaks(
  comparison: Comparison,
  before: JsonObject,
  now: JsonObject,
  at: string,
): string[] {
  const [old, fresh] = [listOf(before['anyOf']), listOf(now['anyOf'])];
  if (isDeepStrictEqual([old, fresh], [[], []])) return [];
  const fits = (one: Json, other: Json): boolean =>
    schemaBreaks({ ...comparison, seen: new Set(comparison.seen) }, one, other, at).length === 0;
  const lost =
    comparison.direction === 'request'
      ? old.filter((one) => !fresh.some((other) => fits(one, other)))
      : fresh.filter((other) => !old.some((one) => fits(one, other)));
  return lost.map((schema) => `${at}: ${JSON.stringify(schema)} fits no alternative`);
}

function limitBreaks(before: JsonObject, now: JsonObject, at: string): string[] {
  const number = (limit: Json | undefined, none: number): number =>
    typeof limit === 'number' ? limit : none;
  return [
    ...LOWER_LIMITS.filter(
      (name) => number(now[name], -Infinity) > number(before[name], -Infinity),
    ),
    ...UPPER_LIMITS.filter((name) => number(now[name], Infinity) < number(before[name], Infinity)),
    ...['pattern'].filter((name) => now[name] !== undefined && now[name] !== before[name]),
  ].map((name) => `${at}: ${name} is stricter`);
}

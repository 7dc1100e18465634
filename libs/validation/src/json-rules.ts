import { shownField, wholeRefusal, refusal } from './refusal.ts';

/** Containers inside each other; deeper documents are refused. */
export const MAX_DEPTH = 16;

/** Members of one object, or elements of one array that may not be longer. */
export const MAX_MEMBERS = 128;

/** Strings, numbers and punctuation of a text that is known to be JSON. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*|[{}[\]:,]/g;

const INTEGER = /^-?[0-9]+$/;

/** Few enough digits that every reader takes it for the same number. */
const DECIMAL = /^-?[0-9]{1,9}\.[0-9]{1,6}$/;

/** What some fields may be, by their names. */
export interface JsonAllowances {
  /** Arrays that may be as long as the text. */
  readonly longArrays?: readonly string[];
  /** Numbers that may have a fraction. */
  readonly decimals?: readonly string[];
}

interface Container {
  /** Null for an array. */
  readonly keys: Set<string> | null;
  /** The key that led here, for messages. */
  readonly field: string;
  size: number;
  /** The key whose value comes next. */
  key: string;
  expectsKey: boolean;
}

/**
 * Applies the rules that JSON.parse does not know, to a text that it has accepted: no key twice, no
 * __proto__, no lone surrogate, no NUL, integers alone and within 2^53-1, bounded depth and size.
 * Throws a validation error that names the field.
 */
export function assertJsonRules(text: string, allowed: JsonAllowances = {}): void {
  const open: Container[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    const container = open.at(-1);
    if (token === '{' || token === '[') open.push(enter(token, container, open.length));
    else if (token === '}' || token === ']') open.pop();
    else if (container !== undefined) take(token, container, allowed);
  }
}

function enter(token: string, parent: Container | undefined, depth: number): Container {
  if (depth >= MAX_DEPTH) {
    throw wholeRefusal(`the body must not be nested deeper than ${MAX_DEPTH} levels`);
  }
  const isObject = token === '{';
  return {
    keys: isObject ? new Set() : null,
    field: parent === undefined ? '' : fieldOf(parent),
    size: 1,
    key: '',
    expectsKey: isObject,
  };
}

function take(token: string, container: Container, allowed: JsonAllowances): void {
  if (token === ',') nextMember(container, allowed.longArrays ?? []);
  else if (token === ':') container.expectsKey = false;
  else if (!token.startsWith('"')) assertNumber(token, fieldOf(container), allowed.decimals ?? []);
  else if (container.expectsKey) takeKey(decoded(token, container.field), container);
  else decoded(token, fieldOf(container));
}

function nextMember(container: Container, longArrays: readonly string[]): void {
  container.size += 1;
  container.expectsKey = container.keys !== null;
  const isLong = container.keys === null && longArrays.includes(container.field);
  if (container.size > MAX_MEMBERS && !isLong) {
    const message = `must not have more than ${MAX_MEMBERS} members`;
    throw container.field === ''
      ? wholeRefusal(`the body ${message}`)
      : refusal([{ field: container.field, message }]);
  }
}

function takeKey(key: string, container: Container): void {
  container.key = key;
  const field = fieldOf(container);
  if (key === '__proto__')
    throw refusal([{ field, code: 'unknown_field', message: 'is not a known field' }]);
  if (container.keys?.has(key)) throw refusal([{ field, message: 'is given more than once' }]);
  container.keys?.add(key);
}

/** Only an escape can bring in what UTF-8 and the grammar have not refused already. */
function decoded(token: string, field: string): string {
  if (!token.includes('\\')) return token.slice(1, -1);
  const text = JSON.parse(token) as string;
  if (!text.isWellFormed() || text.includes('\0')) {
    const message = 'must not contain NUL or half of a surrogate pair';
    throw field === '' ? wholeRefusal(`a field name ${message}`) : refusal([{ field, message }]);
  }
  return text;
}

function assertNumber(token: string, field: string, decimals: readonly string[]): void {
  if (decimals.includes(field) && DECIMAL.test(token)) return;
  if (INTEGER.test(token) && Number.isSafeInteger(Number(token))) return;
  const message = INTEGER.test(token)
    ? 'must be within -9007199254740991 and 9007199254740991'
    : 'must be an integer, written without a fraction or an exponent';
  throw field === '' ? wholeRefusal(`a number ${message}`) : refusal([{ field, message }]);
}

function fieldOf({ field, key }: Container): string {
  if (key === '') return field;
  return field === '' ? shownField(key) : `${field}.${shownField(key)}`;
}

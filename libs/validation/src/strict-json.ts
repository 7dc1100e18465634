import { assertJsonRules, type JsonAllowances } from './json-rules.ts';
import { wholeRefusal } from './refusal.ts';

const BYTE_ORDER_MARK = '\uFEFF';

// ignoreBOM keeps the mark in the text, where it can be refused.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads one JSON object from UTF-8 bytes and refuses whatever two readers could understand in two
 * ways: see assertJsonRules. Throws a validation error; the caller bounds the size.
 */
export function parseStrictJson(
  bytes: Uint8Array,
  allowed: JsonAllowances = {},
): Record<string, unknown> {
  const text = decode(bytes);
  if (text.trim() === '') throw wholeRefusal('the body is empty; it must be a JSON object');
  if (text.startsWith(BYTE_ORDER_MARK)) {
    throw wholeRefusal('the body must not start with a byte order mark');
  }
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wholeRefusal('the body must be a JSON object');
  }
  assertJsonRules(text, allowed);
  return value as Record<string, unknown>;
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw wholeRefusal('the body is not valid UTF-8');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message quotes the body, which may hold secrets of the caller.
    throw wholeRefusal('the body is not valid JSON');
  }
}

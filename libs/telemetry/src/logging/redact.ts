/** Names that hold a secret, a token or a customer's data, whatever their spelling. */
const PRIVATE_NAME =
  /(?:authorization|token|secret|password|cookie|signature|secretskey|functionskey|payload|snippet)s?$/;

const MAX_DEPTH = 6;
const MAX_ITEMS = 50;
const MAX_TEXT = 4_096;

/**
 * A copy of log fields that is fit to be written: private values replaced, bytes counted instead of
 * shown, errors turned into data, and everything bounded in depth, length and number.
 */
export function redactFields(fields: object): Record<string, unknown> {
  return redactObject(fields, []);
}

type Ancestors = readonly object[];

function redactObject(value: object, ancestors: Ancestors): Record<string, unknown> {
  const path = [...ancestors, value];
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ITEMS)
      .map(([name, item]) => [name, isPrivate(name) ? '[redacted]' : redactValue(item, path)]),
  );
}

function redactValue(value: unknown, ancestors: Ancestors): unknown {
  if (typeof value === 'string') return cut(value);
  if (typeof value !== 'object' || value === null) return value;
  if (ancestors.includes(value) || ancestors.length >= MAX_DEPTH) return '[nested]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return describeError(value, ancestors);
  if (value instanceof URL) return cut(`${value.origin}${value.pathname}`);
  if (value instanceof Date) return value.toJSON();
  if (Array.isArray(value)) {
    return value.slice(0, MAX_ITEMS).map((item) => redactValue(item, [...ancestors, value]));
  }
  return redactObject(value, ancestors);
}

/** Errors of libraries carry requests and headers as properties, so only known ones are taken. */
function describeError(error: Error, ancestors: Ancestors): Record<string, unknown> {
  const { code } = error as { readonly code?: unknown };
  const path = [...ancestors, error];
  return {
    type: error.name,
    message: cut(error.message),
    stack: cut(error.stack ?? ''),
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, path) }),
    ...(error instanceof AggregateError ? { errors: redactValue(error.errors, path) } : {}),
  };
}

function isPrivate(name: string): boolean {
  return PRIVATE_NAME.test(name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

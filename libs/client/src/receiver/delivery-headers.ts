import { DeliveryError } from './delivery-error.ts';

/** Headers as servers have them: a Headers object, or an object of names and values. */
export type DeliveryHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** The one value of a header; null when there is none. Names may have any letter case. */
export function headerOf(headers: DeliveryHeaders, name: string): string | null {
  if (typeof headers.get === 'function') return headers.get(name);
  const values = Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => (typeof value === 'function' ? [] : (value ?? [])));
  if (values.length > 1) throw new DeliveryError('bad_headers', `${name} is given more than once`);
  return values[0] ?? null;
}

/** @throws DeliveryError when there is none. */
export function requiredHeader(headers: DeliveryHeaders, name: string): string {
  const value = headerOf(headers, name);
  if (value === null || value === '') {
    throw new DeliveryError('bad_headers', `${name} is missing`);
  }
  return value;
}

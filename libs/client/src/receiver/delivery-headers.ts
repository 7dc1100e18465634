import { DeliveryError } from './delivery-error.ts';

/** What reads headers by their name, as Headers does. */
interface HeaderReader {
  get(name: string): string | null;
}

/** Headers as servers have them: a Headers object, or an object of names and values. */
export type DeliveryHeaders =
  HeaderReader | Readonly<Record<string, string | readonly string[] | undefined>>;

/** The one value of a header; null when there is none. Names may have any letter case. */
export function headerOf(headers: DeliveryHeaders, name: string): string | null {
  if (isReader(headers)) return headers.get(name);
  const values = Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? []);
  if (values.length > 1) throw new DeliveryError('bad_headers', `${name} is given more than once`);
  return values[0] ?? null;
}

function isReader(headers: DeliveryHeaders): headers is HeaderReader {
  return typeof headers['get'] === 'function';
}

/** @throws DeliveryError when there is none. */
export function requiredHeader(headers: DeliveryHeaders, name: string): string {
  const value = headerOf(headers, name);
  if (value === null || value === '') {
    throw new DeliveryError('bad_headers', `${name} is missing`);
  }
  return value;
}

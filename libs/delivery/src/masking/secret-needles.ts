import type { Endpoint } from '@webhooks/domain';

import { viewsOf } from './text-view.ts';

/** What is secret of an endpoint and sent to it, or signed with. */
export type EndpointSecrets = Pick<
  Endpoint,
  'url' | 'authorizationToken' | 'xFunctionsKey' | 'signingSecrets'
>;

/** A text that tells a secret, or a part of one. */
export interface Needle {
  /** As TextView has it. */
  readonly text: string;
  /** Cut out of base64: the letters beside it hold bits of the secret, too. */
  readonly isInner: boolean;
}

/** A shorter value would be found everywhere. */
export const MIN_VALUE_LENGTH = 8;

/** Everything to look for; null when a value is too short to be looked for. */
export function needlesOf(secrets: EndpointSecrets): readonly Needle[] | null {
  const { authorizationToken: token, xFunctionsKey: key, signingSecrets } = secrets;
  const values = [token, key].filter((value) => value !== null).flatMap(partsOf);
  if (values.some(({ length }) => length < MIN_VALUE_LENGTH)) return null;
  const bytes = [
    ...values.map((value) => Buffer.from(value)),
    ...signingSecrets.flatMap(({ secret }) => keyForms(secret)),
    ...codesOf(secrets.url).map((value) => Buffer.from(value)),
  ].filter(({ length }) => length >= MIN_VALUE_LENGTH);
  // Of a key of zero bytes, say, nothing is left that could be looked for as it is.
  const needles = bytes.flatMap(formsOf).filter(({ text }) => text.length >= MIN_VALUE_LENGTH);
  return [...new Map(needles.map((needle) => [needle.text, needle])).values()];
}

/** "Bearer x" is a secret x; of "Basic x" what it encodes is one as well. */
function partsOf(value: string): string[] {
  const [, scheme = '', rest = ''] = /^(\S+) +(\S.*)$/.exec(value) ?? [];
  if (rest === '') return [value];
  const decoded = scheme.toLowerCase() === 'basic' ? Buffer.from(rest, 'base64').toString() : '';
  return decoded.length < MIN_VALUE_LENGTH ? [value, rest] : [value, rest, decoded];
}

/** The text of a signing secret, and its key. */
function keyForms(secret: string): Buffer[] {
  const base64 = secret.replace(/^whsec_/, '');
  return [Buffer.from(secret), Buffer.from(base64), Buffer.from(base64, 'base64')];
}

/** The key of a function in the query. */
function codesOf(url: string): string[] {
  const parameters = URL.parse(url)?.searchParams ?? [];
  return [...parameters]
    .filter(([name]) => name.toLowerCase() === 'code')
    .map(([, value]) => value);
}

function formsOf(bytes: Buffer): Needle[] {
  const plain = viewsOf(bytes).map(({ text }) => text);
  const hex = bytes.toString('hex');
  const whole = [...plain, hex, hex.toUpperCase()].map((text) => ({ text, isInner: false }));
  const inner = [0, 1, 2].map((before) => ({ text: innerBase64(bytes, before), isInner: true }));
  return [...whole, ...inner];
}

/** The letters of base64 that say nothing but these bytes, with so many bytes before them. */
function innerBase64(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  const first = Math.ceil((before * 8) / 6);
  const end = Math.floor(((before + bytes.length) * 8) / 6);
  return viewsOf(Buffer.from(text.slice(first, end)))[0]?.text ?? '';
}

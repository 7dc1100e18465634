import type { EventDetail } from '@webhooks/client';
import type { ResendType } from '@webhooks/domain';

/** The resend of some events as a line for a shell, where TOKEN is the access token. */
export function resendAsCurl(
  ids: readonly string[],
  { type, endpoints = [] }: { readonly type: ResendType; readonly endpoints?: readonly string[] },
  apiUrl: URL,
): string {
  const body = JSON.stringify({
    resend_type: type,
    event_ids: ids,
    ...(endpoints.length === 0 ? {} : { endpoint_ids: endpoints }),
  });
  return [
    `curl ${quoted(new URL('resend', apiUrl).href)}`,
    `-H "Authorization: Bearer $TOKEN"`,
    `-H 'Content-Type: application/json'`,
    `-d ${quoted(body)}`,
  ].join(' ');
}

/** What an endpoint would get, as a line for a shell; what is secret stays masked. */
export function requestAsCurl(
  { url, headers }: EventDetail['requests'][number],
  { payload, payload_text: text }: Pick<EventDetail, 'payload' | 'payload_text'>,
): string {
  const options = headers
    // curl says itself how long the body is.
    .filter(({ name }) => name.toLowerCase() !== 'content-length')
    .map(({ name, value }) => `-H ${quoted(`${name}: ${value}`)}`);
  const line = ['curl', quoted(url), ...options].join(' ');
  return text === null
    ? `printf %s ${quoted(payload)} | base64 -d | ${line} --data-binary @-`
    : `${line} --data-raw ${quoted(text)}`;
}

/** One word to every POSIX shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

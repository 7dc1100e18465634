import type { ResendType } from './resend-type.ts';

/**
 * The type_webhook of endpoints that want a notification that a resend is settled. It is no event type: no
 * event can have it, and such an endpoint gets no events.
 */
export const NOTIFICATION_TYPE = 'resend.finished';

/** The same for those that want to be notified of what becomes of the endpoints of their account. */
export const HEALTH_NOTIFICATION_TYPE = 'endpoint.health';

/** The type_webhook of endpoints that get notifications, and no events. */
export const notificationTypes: readonly string[] = [NOTIFICATION_TYPE, HEALTH_NOTIFICATION_TYPE];

/** A Standard Webhooks secret ("whsec_…") that signs until it expires. */
export interface SigningSecret {
  readonly secret: string;
  /** Milliseconds since the epoch; null means it does not expire. */
  readonly expiresAtMs: number | null;
}

/** "by_owner": the account disabled it. "gone": it answered 410. */
export type EndpointDisabledReason = 'by_owner' | 'gone';

/** Where an account wants its webhooks. */
export interface Endpoint {
  readonly id: string;
  readonly accountId: number;
  readonly url: string;
  /** CASHIN, CASHOUT, one exact event type, or one of notificationTypes. */
  readonly typeWebhook: string;
  /** Sent as Authorization; null means not sent. */
  readonly authorizationToken: string | null;
  /** Sent as x-functions-key; null means not sent. */
  readonly xFunctionsKey: string | null;
  /** Current one first; empty means deliveries are not signed. */
  readonly signingSecrets: readonly SigningSecret[];
  readonly disabledReason: EndpointDisabledReason | null;
  /** Deliveries in flight at once; null means the dispatcher's setting. */
  readonly maxInFlight: number | null;
  /** Requests started per second; null means no limit. */
  readonly maxRatePerSecond: number | null;
  /** Name of the identity that it is shown; NO_IDENTITY: none. Null: the default of its account. */
  readonly clientIdentity: string | null;
  /** PEM; trusted there beside the well-known authorities. Null: nothing more. */
  readonly trustAnchors: string | null;
  /** Name of the proxy on the way there, or "direct". Null: the default. */
  readonly egressProxy: string | null;
  /** Once it has recovered from an outage, what it missed is resent without anybody asking. */
  readonly recoversAutomatically: boolean;
  /** No resend goes to it but one that names it as the place of all its deliveries. */
  readonly isTest: boolean;
}

/** Says whether an endpoint wants an event. */
export function endpointMatches(
  typeWebhook: string,
  event: { readonly resendType: ResendType; readonly type: string },
): boolean {
  if (notificationTypes.includes(typeWebhook)) return false;
  return typeWebhook === event.resendType || typeWebhook === event.type;
}

/**
 * A URL as it may be shown: without user information, and without the value of `code`, which is the
 * key of a function at some hosts.
 */
export function shownUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null) return text;
  if (url.username !== '' || url.password !== '') {
    url.username = '';
    url.password = '';
    return withoutCode(url.href);
  }
  return withoutCode(text);
}

/** Whether two texts name the same place to send to. */
export function isSameUrl(one: string, other: string): boolean {
  return URL.parse(one)?.href === URL.parse(other)?.href;
}

function withoutCode(text: string): string {
  const end = text.includes('#') ? text.indexOf('#') : text.length;
  const start = text.slice(0, end).indexOf('?') + 1;
  if (start === 0) return text;
  const query = text.slice(start, end).split('&').map(shownPair).join('&');
  return `${text.slice(0, start)}${query}${text.slice(end)}`;
}

function shownPair(pair: string): string {
  const [name = ''] = pair.split('=', 1);
  const isCode = [...new URLSearchParams(name).keys()][0]?.toLowerCase() === 'code';
  return isCode && pair.length > name.length + 1 ? `${name}=***` : pair;
}

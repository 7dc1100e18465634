import { endInCookie, session, signOut } from '../session/session.ts';
import { createClient } from './client.ts';
import { renewSession } from './provider-session.ts';
import type {
  ActionAnswer,
  Attempt,
  Delivery,
  Page,
  Preview,
  ResendDetail,
  ResendLog,
  ResendRequest,
  UnfinishedPreview,
} from './types.ts';

/** The API stands beside the console, whatever path a proxy put in front of both. */
export const API_URL = new URL('../v3/webhooks/', document.baseURI);

/** The same for a session in a cookie: only below the console that counts. */
const SESSION_API_URL = new URL('v3/webhooks/', document.baseURI);

/** Whether the session is in a cookie. */
const isInCookie = (): boolean => session.value?.token === null;

const client = createClient({
  baseUrl: () => (isInCookie() ? SESSION_API_URL : API_URL),
  token: () => (session.value === null ? '' : session.value.token),
  renew: async () => isInCookie() && renewSession().catch(() => false),
  onUnauthorized: () => (isInCookie() ? endInCookie() : signOut('refused')),
});

export const { call, open } = client;

/** An Accept header for a stream of events. */
export const EVENT_STREAM = 'text/event-stream';

/** Whether the API takes a token that nobody is signed in with yet. Throws ApiError if not. */
export async function checkToken(token: string): Promise<void> {
  const probe = createClient({
    baseUrl: () => API_URL,
    token: () => token,
    renew: async () => false,
    onUnauthorized: () => {},
  });
  await probe.call('resend?limit=1');
}

export const listResends = (
  query: URLSearchParams,
  signal: AbortSignal,
): Promise<Page<ResendLog>> => call(`resend?${query.toString()}`, { signal });

export const getResend = (id: number, signal: AbortSignal): Promise<ResendDetail> =>
  call(`resend/${id}`, { signal });

export const listDeliveries = (
  id: number,
  query: URLSearchParams,
  signal: AbortSignal,
): Promise<Page<Delivery>> => call(`resend/${id}/deliveries?${query.toString()}`, { signal });

export const listAttempts = (
  id: number,
  deliveryId: number,
  signal: AbortSignal,
): Promise<{ readonly results: readonly Attempt[] }> =>
  call(`resend/${id}/deliveries/${deliveryId}/attempts`, { signal });

export const previewResend = (
  body: ResendRequest,
  signal: AbortSignal,
): Promise<Preview | UnfinishedPreview> =>
  call('resend/preview', { method: 'POST', body, isRead: true, signal });

/** Answers the new resend's id. The same key twice is one resend. */
export const createResend = (body: ResendRequest, idempotencyKey: string): Promise<number> =>
  client.create('resend', { body, headers: { 'Idempotency-Key': idempotencyKey } });

export const actOnResend = (
  id: number,
  action: 'cancel' | 'pause' | 'resume',
): Promise<ActionAnswer> => call(`resend/${id}/${action}`, { method: 'POST' });

export const changeRate = (id: number, max_rate_per_second: number | null): Promise<ActionAnswer> =>
  call(`resend/${id}`, { method: 'PATCH', body: { max_rate_per_second } });

export const retryFailed = (id: number, idempotencyKey: string): Promise<ActionAnswer> =>
  call(`resend/${id}/retry-failed`, {
    method: 'POST',
    headers: { 'Idempotency-Key': idempotencyKey },
  });

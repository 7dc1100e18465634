import { signal } from '@preact/signals';

import type { Session } from '../session/read-token.ts';
import { replaceAddress } from '../navigation/navigation.ts';
import { session, signIn, signOut } from '../session/session.ts';
import { ApiError, errorOfAnswer } from './api-error.ts';

/** What the facade says of a session that it keeps in a cookie. */
interface SessionAnswer {
  readonly session: {
    readonly user_id: number;
    readonly expires_in: number;
    readonly renewable: boolean;
    readonly portal: boolean;
  } | null;
}

const TIMEOUT_MS = 20_000;
/** What is left of a token when it is renewed, as a part of what it had. */
const RENEWED_WITH = 0.25;
/** Two answers about one token differ by less. */
const SAME_MS = 2_000;
/** Where a portal link leads. */
const LINK = /^#\/portal\/([\w-]{1,200})$/;
/** Held by the one tab that renews: a refresh token counts once. */
const LOCK = 'webhooks-console-session';

/** True while it is not known yet whether somebody is signed in. */
export const isResuming = signal(false);

/** Why a portal link did not open the console; null: none was tried, or it did. */
export const linkProblem = signal<'ended' | 'unanswered' | null>(null);

/** Whether one can sign in at a provider. */
export function hasProvider(): boolean {
  return wayIn() === 'provider';
}

/** How one signs in, as the page says: by a token alone, by a link as well, at a provider as well. */
function wayIn(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="sign-in"]')?.content ?? 'token';
}

/** Where one signs in, to come back to a place in the console. */
export function signInHref(place: string): string {
  return `sign-in?place=${encodeURIComponent(place)}`;
}

/** Signs in whoever was signed in before a reload, or in another tab. */
export async function resumeSession(): Promise<void> {
  if (wayIn() === 'token') return;
  isResuming.value = true;
  window.addEventListener('hashchange', () => {
    if (LINK.test(location.hash)) location.reload();
  });
  const [, link] = LINK.exec(location.hash) ?? [];
  try {
    if (link !== undefined) {
      await openLink(link);
      return;
    }
    const known = await ask<SessionAnswer>('session', 'GET');
    if (known.session?.expires_in === 0) await renewSession();
    else take(known);
  } catch {
    // Nobody is signed in, then; trying to says what is wrong.
  } finally {
    isResuming.value = false;
  }
}

/** The address keeps a link that may open yet, so that a reload tries again, and none that was opened. */
async function openLink(token: string): Promise<void> {
  try {
    take(await ask<SessionAnswer>('session/portal', 'POST', { 'Portal-Token': token }));
    replaceAddress('#/');
  } catch (error) {
    const hasEnded = error instanceof ApiError && error.status === 401;
    linkProblem.value = hasEnded ? 'ended' : 'unanswered';
    if (hasEnded) replaceAddress('#/');
  }
}

let renewing: Promise<boolean> | null = null;

/** Whether the session continues with a new token. Throws ApiError when no answer came. */
export function renewSession(): Promise<boolean> {
  renewing ??= navigator.locks.request(LOCK, renewOnce).finally(() => (renewing = null));
  return renewing;
}

/** Ends the session, at the provider as well. Throws ApiError when it may not have ended. */
export async function leave(): Promise<void> {
  if (session.value?.token !== null) {
    signOut();
    return;
  }
  const { continue_at: url } = await ask<{ continue_at: string | null }>('session/end', 'POST');
  signOut();
  if (url !== null && /^https?:/.test(url)) location.assign(url);
}

async function renewOnce(): Promise<boolean> {
  const known = await ask<SessionAnswer>('session', 'GET');
  // Another tab may have done so while this one waited.
  const mineMs = (session.value?.expiresAtMs ?? Date.now()) + SAME_MS;
  const isRenewed = known.session !== null && endOf(known.session.expires_in) > mineMs;
  if (isRenewed || known.session?.renewable !== true) return take(known);
  return take(await ask<SessionAnswer>('session/renew', 'POST'));
}

function take({ session: known }: SessionAnswer): boolean {
  if (known === null || known.expires_in === 0) return false;
  const userId = String(known.user_id);
  // Somebody else has signed in by another tab: nothing of the one before is to be seen.
  if (session.value !== null && session.value.userId !== userId) signOut();
  signIn(sessionOf(userId, known));
  return true;
}

function sessionOf(
  userId: string,
  { expires_in: expiresInS, renewable, portal }: NonNullable<SessionAnswer['session']>,
): Session {
  const expiresAtMs = endOf(expiresInS);
  const renewAtMs = renewable ? expiresAtMs - expiresInS * 1_000 * RENEWED_WITH : null;
  return { token: null, userId, expiresAtMs, renewAtMs, isByLink: portal };
}

function endOf(expiresInS: number): number {
  return Date.now() + expiresInS * 1_000;
}

async function ask<T>(
  path: string,
  method: 'GET' | 'POST',
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  const response = await fetch(new URL(path, document.baseURI), {
    ...{ method, headers },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...({ credentials: 'same-origin', cache: 'no-store', redirect: 'error' } as const),
  });
  if (response.ok) return (await response.json()) as T;
  throw errorOfAnswer(response.status, await response.text(), response.headers);
}

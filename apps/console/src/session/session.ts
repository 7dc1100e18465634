import { signal } from '@preact/signals';

import { now } from '../ui/now.ts';
import type { Session } from './read-token.ts';

/** Why a session ended when nobody asked for it. */
export type SessionEnd = 'expired' | 'refused' | 'over' | 'overByLink';

/** Who is signed in. Of a pasted token nothing is kept anywhere else: a reload ends it. */
export const session = signal<Session | null>(null);

/** Shown where one signs in again. */
export const sessionEnd = signal<SessionEnd | null>(null);

export function signIn(started: Session): void {
  sessionEnd.value = null;
  session.value = started;
}

/** Without a reason: the person asked for it. */
export function signOut(reason: SessionEnd | null = null): void {
  if (session.value === null) return;
  session.value = null;
  sessionEnd.value = reason;
}

/** The session in the cookie has ended by itself. */
export function endInCookie(): void {
  signOut(session.value?.isByLink === true ? 'overByLink' : 'over');
}

/** Ends the session when its token does, unless that is to be renewed. */
export function followExpiry(): () => void {
  return now.subscribe((nowMs) => {
    const { token = null, expiresAtMs = null, renewAtMs = null } = session.value ?? {};
    if (expiresAtMs === null || renewAtMs !== null || nowMs < expiresAtMs) return;
    if (token === null) endInCookie();
    else signOut('expired');
  });
}

import type { PortalSession } from '@webhooks/domain';
import { SignJWT } from 'jose';

import type { Hs256Key } from './key-settings.ts';

/** What tells these tokens from those of users and of services. */
export const PORTAL_TOKEN_TYPE = 'portal';

/** Makes the access token of whoever opened a portal link. */
export type SignPortalToken = (session: PortalSession, nowMs: number) => Promise<string>;

/** By the key of service tokens: who has that can act for every user anyway. */
export function createPortalTokenSigner({ hs256Secret }: Hs256Key): SignPortalToken {
  return ({ userId, endsAtMs }, nowMs) =>
    new SignJWT({ token_type: PORTAL_TOKEN_TYPE, user_id: userId })
      .setProtectedHeader({ alg: 'HS256' })
      .setJti(`portal-${userId}`)
      .setIssuedAt(Math.floor(nowMs / 1000))
      .setExpirationTime(Math.floor(endsAtMs / 1000))
      .sign(hs256Secret);
}

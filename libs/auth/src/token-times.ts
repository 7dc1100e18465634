import { unauthorized } from './refusal.ts';
import type { TokenTimes } from './token-claims.ts';

/** How far the issuer's clock may run ahead of ours. */
export const MAX_CLOCK_SKEW_S = 30;

/** Throws token_not_valid unless the token counts at this moment. */
export function checkTokenTimes(times: TokenTimes, nowMs: number): void {
  const nowS = nowMs / 1000;
  if (times.expiresAtS <= nowS) throw unauthorized('token is expired');
  if (times.issuedAtS > nowS + MAX_CLOCK_SKEW_S) throw unauthorized('iat lies in the future');
  if (times.notBeforeS !== null && times.notBeforeS > nowS + MAX_CLOCK_SKEW_S) {
    throw unauthorized('nbf lies in the future');
  }
}

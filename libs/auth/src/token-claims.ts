import { isPortalUser } from '@webhooks/domain';

import { parsePositiveInteger } from './positive-integer.ts';
import { unauthorized } from './refusal.ts';

/** When a token counts, in seconds since the epoch. */
export interface TokenTimes {
  readonly issuedAtS: number;
  readonly notBeforeS: number | null;
  readonly expiresAtS: number;
}

export interface UserClaims extends TokenTimes {
  readonly type: 'access';
  readonly userId: number;
  readonly tokenId: string;
}

export interface ServiceClaims extends TokenTimes {
  readonly type: 'service';
  readonly subject: string;
  readonly scopes: ReadonlySet<string>;
  readonly tokenId: string | null;
}

/** The checked claims of a token whose signature holds. */
export type TokenClaims = UserClaims | ServiceClaims;

type RawClaims = Readonly<Record<string, unknown>>;

/** The end of the year 9999: what lies beyond is not a time in seconds. */
const MAX_TIME_S = 253_402_300_799;
const MAX_NAME_LENGTH = 255;

/** Checks the values and types of the claims of a user's access token, times apart from "now". */
export function readUserClaims(claims: RawClaims): UserClaims {
  if (claims['token_type'] !== 'access') throw unauthorized('token_type is not access');
  return {
    type: 'access',
    userId: ownUserIdOf('user_id', claims['user_id']),
    tokenId: nameOf('jti', claims['jti']),
    ...timesOf(claims),
  };
}

/**
 * The same for a token that an OIDC provider made, whose claim of this name has the user's id;
 * `tokenId` names a token that does not name itself.
 */
export function readProviderClaims(
  claims: RawClaims,
  userClaim: string,
  tokenId: () => string,
): UserClaims {
  // The provider signs these with the same key, for the same audience, and they let nobody in.
  if (claims['events'] !== undefined) throw unauthorized('it is a logout token');
  if (claims['token_type'] !== undefined && claims['token_type'] !== 'access') {
    throw unauthorized('token_type is not access');
  }
  return {
    type: 'access',
    userId: ownUserIdOf(userClaim, claims[userClaim]),
    tokenId: claims['jti'] === undefined ? tokenId() : nameOf('jti', claims['jti']),
    ...timesOf(claims),
  };
}

/** The same for a token that the service made for whoever opened a portal link. */
export function readPortalClaims(claims: RawClaims): UserClaims {
  const userId = userIdOf('user_id', claims['user_id']);
  if (!isPortalUser(userId)) throw unauthorized('user_id is not of a portal link');
  return { type: 'access', userId, tokenId: nameOf('jti', claims['jti']), ...timesOf(claims) };
}

/** The same for the token of an internal service. */
export function readServiceClaims(claims: RawClaims): ServiceClaims {
  if (claims['token_type'] !== 'service') throw unauthorized('token_type is not service');
  const scope = claims['scope'];
  if (typeof scope !== 'string') throw unauthorized('scope is not a string');
  return {
    type: 'service',
    subject: nameOf('sub', claims['sub']),
    scopes: new Set(scope.split(' ').filter((name) => name !== '')),
    tokenId: claims['jti'] === undefined ? null : nameOf('jti', claims['jti']),
    ...timesOf(claims),
  };
}

function timesOf(claims: RawClaims): TokenTimes {
  return {
    issuedAtS: timeOf('iat', claims['iat']),
    notBeforeS: claims['nbf'] === undefined ? null : timeOf('nbf', claims['nbf']),
    expiresAtS: timeOf('exp', claims['exp']),
  };
}

function timeOf(claim: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MAX_TIME_S) {
    throw unauthorized(`${claim} is not a time in whole seconds`);
  }
  return value;
}

function nameOf(claim: string, value: unknown): string {
  if (typeof value !== 'string' || value === '' || value.length > MAX_NAME_LENGTH) {
    throw unauthorized(`${claim} is not a string of 1 to ${MAX_NAME_LENGTH} characters`);
  }
  return value;
}

/** Not of somebody who opened a portal link: those have tokens of their own kind. */
function ownUserIdOf(claim: string, value: unknown): number {
  const userId = userIdOf(claim, value);
  if (isPortalUser(userId)) throw unauthorized(`${claim} is not of a user`);
  return userId;
}

function userIdOf(claim: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  const parsed = typeof value === 'string' ? parsePositiveInteger(value) : null;
  if (parsed === null) throw unauthorized(`${claim} is not a positive integer`);
  return parsed;
}

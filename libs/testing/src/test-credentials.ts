import { mintServiceToken, mintUserToken, type Claims } from './tokens.ts';

/** What an app under test verifies tokens with. */
export const authSettings = {
  AUTH_HS256_SECRET: 'user-secret-user-secret-user-secret',
  AUTH_SERVICE_HS256_SECRET: 'service-secret-service-secret-service',
} as const;

/** An access token of a user that such an app accepts; claims change it. */
export function userToken(userId: number, claims: Claims = {}): string {
  return mintUserToken(authSettings.AUTH_HS256_SECRET, { user_id: userId, ...claims });
}

/** The token of an internal service with these scopes that such an app accepts. */
export function serviceToken(scope: string): string {
  return mintServiceToken(authSettings.AUTH_SERVICE_HS256_SECRET, { scope });
}

export { actingUser } from './acting-user.ts';
export { authenticationGate, type AuthenticationGate } from './authentication-gate.ts';
export { createFacadeCheck, FACADE_SECRET_HEADER, readFacadeSecret } from './facade-secret.ts';
export type { Hs256Key, JwksKeys, PublicKeyAlgorithm, TokenKeySettings } from './key-settings.ts';
export { koaAuthentication, type AuthenticatedState } from './koa-authentication.ts';
export {
  serviceRights,
  type MethodRights,
  type Right,
  type ServiceRights,
} from './method-rights.ts';
export { createPortalTokenSigner, type SignPortalToken } from './portal-token.ts';
export { principalKey } from './principal-key.ts';
export { readTokenKeySettings, type KeySettingsSource } from './read-token-key-settings.ts';
export { userBehind } from './user-behind.ts';
export { createTokenVerifier, type TokenVerifier } from './token-verifier.ts';

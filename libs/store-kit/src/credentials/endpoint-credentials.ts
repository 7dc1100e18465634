import type { Endpoint } from '@webhooks/domain';

import type { CredentialSealer } from './credential-sealer.ts';

/** What of an endpoint is secret. */
export type EndpointCredentials = Pick<
  Endpoint,
  'authorizationToken' | 'xFunctionsKey' | 'signingSecrets'
>;

/** Seals the credentials of one endpoint as one value. */
export function sealCredentials(
  sealer: CredentialSealer,
  endpointId: string,
  credentials: EndpointCredentials,
): Buffer {
  return sealer.seal(credentialsText(credentials), endpointId);
}

/** The credentials of one endpoint in the clear. */
export function unsealCredentials(
  sealer: CredentialSealer,
  endpointId: string,
  sealed: Uint8Array,
): EndpointCredentials {
  return JSON.parse(sealer.unseal(sealed, endpointId)) as EndpointCredentials;
}

/** Equal texts mean equal credentials. */
export function credentialsText(credentials: EndpointCredentials): string {
  const { authorizationToken, xFunctionsKey, signingSecrets } = credentials;
  const secrets = signingSecrets.map(({ secret, expiresAtMs }) => ({ secret, expiresAtMs }));
  return JSON.stringify({ authorizationToken, xFunctionsKey, signingSecrets: secrets });
}

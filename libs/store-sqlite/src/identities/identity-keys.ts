import type { CredentialSealer } from '@webhooks/store-kit';

/** The private keys of an identity, as PEM. */
export interface IdentityKeys {
  /** Of its certificates, in their order. */
  readonly ofCertificates: readonly string[];
  /** Waits for its certificate; null: none does. */
  readonly waiting: string | null;
}

/** Seals the keys of one identity as one value. */
export function sealKeys(sealer: CredentialSealer, name: string, keys: IdentityKeys): Buffer {
  return sealer.seal(JSON.stringify(keys), ownerOf(name));
}

/** The keys of one identity in the clear. */
export function unsealKeys(
  sealer: CredentialSealer,
  name: string,
  sealed: Uint8Array,
): IdentityKeys {
  return JSON.parse(sealer.unseal(sealed, ownerOf(name))) as IdentityKeys;
}

/** No id of an endpoint has a colon. */
export function ownerOf(name: string): string {
  return `client identity: ${name}`;
}

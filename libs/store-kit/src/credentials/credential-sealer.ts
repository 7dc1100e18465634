import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const formatVersion = 1;
const keyIdBytes = 8;
const nonceBytes = 12;
const tagBytes = 16;
const prefixBytes = 1 + keyIdBytes;
const headerBytes = prefixBytes + nonceBytes;
const digestDigits = 16;

/** Bytes of a secrets key. */
export const secretsKeyBytes = 32;

/** The keys of a database: the first one seals, all of them open. */
export type SecretsKeys = Uint8Array | readonly Uint8Array[];

/** Encrypts small values at rest. A sealed value opens only for the owner that it was sealed for. */
export interface CredentialSealer {
  seal(plaintext: string, owner: string): Buffer;
  /** Throws when the value was damaged, or sealed with another key or for another owner. */
  unseal(sealed: Uint8Array, owner: string): string;
  /** Whether a value was sealed with the first key. */
  isCurrent(sealed: Uint8Array): boolean;
  /** Tells texts apart without telling them; the same for the same text under one first key. */
  digest(text: string): string;
}

/**
 * AES-256-GCM with a random nonce. Layout: version, key id, nonce, tag, ciphertext; the owner is
 * additional data, so that a value cannot be moved from one endpoint to another.
 */
export function createCredentialSealer(secretsKeys: SecretsKeys): CredentialSealer {
  const keys = keysOf(secretsKeys).map((key) => ({ key, prefix: prefixOf(key) }));
  const [first] = keys;
  if (first === undefined) throw new RangeError('at least one secrets key is needed');
  const digestKey = createHmac('sha256', first.key).update('digest key').digest();

  return {
    seal(plaintext, owner) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, first.key, nonce).setAAD(Buffer.from(owner));
      const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return Buffer.concat([first.prefix, nonce, cipher.getAuthTag(), ciphertext]);
    },
    unseal(sealed, owner) {
      const used = keys.find(({ prefix }) => prefix.equals(sealed.subarray(0, prefixBytes)));
      if (used === undefined) throw new Error('A sealed value was made with another key');
      const nonce = sealed.subarray(prefixBytes, headerBytes);
      const tag = sealed.subarray(headerBytes, headerBytes + tagBytes);
      const decipher = createDecipheriv(algorithm, used.key, nonce, { authTagLength: tagBytes })
        .setAAD(Buffer.from(owner))
        .setAuthTag(tag);
      const ciphertext = sealed.subarray(headerBytes + tagBytes);
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
    },
    isCurrent: (sealed) => first.prefix.equals(sealed.subarray(0, prefixBytes)),
    digest: (text) =>
      createHmac('sha256', digestKey).update(text).digest('hex').slice(0, digestDigits),
  };
}

/** One key or several, as a list. */
export function keysOf(keys: SecretsKeys): readonly Uint8Array[] {
  return keys instanceof Uint8Array ? [keys] : keys;
}

function prefixOf(key: Uint8Array): Buffer {
  const keyId = createHmac('sha256', key).update('key id').digest().subarray(0, keyIdBytes);
  return Buffer.concat([Buffer.of(formatVersion), keyId]);
}

import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const formatVersion = 1;
const keyIdBytes = 8;
const nonceBytes = 12;
const tagBytes = 16;
const digestDigits = 16;
const headerBytes = 1 + keyIdBytes + nonceBytes;

/** Bytes of a secrets key. */
export const secretsKeyBytes = 32;

/** Encrypts small values at rest. A sealed value opens only for the owner that it was sealed for. */
export interface CredentialSealer {
  seal(plaintext: string, owner: string): Buffer;
  /** Throws when the value was damaged, or sealed with another key or for another owner. */
  unseal(sealed: Uint8Array, owner: string): string;
  /** Tells texts apart without telling them; the same for the same text under one key. */
  digest(text: string): string;
}

/**
 * AES-256-GCM with a random nonce. Layout: version, key id, nonce, tag, ciphertext; the owner is
 * additional data, so that a value cannot be moved from one endpoint to another.
 */
export function createCredentialSealer(key: Uint8Array): CredentialSealer {
  const keyId = createHmac('sha256', key).update('key id').digest().subarray(0, keyIdBytes);
  const digestKey = createHmac('sha256', key).update('digest key').digest();
  const prefix = Buffer.concat([Buffer.of(formatVersion), keyId]);

  return {
    seal(plaintext, owner) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(owner));
      const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return Buffer.concat([prefix, nonce, cipher.getAuthTag(), ciphertext]);
    },
    digest: (text) =>
      createHmac('sha256', digestKey).update(text).digest('hex').slice(0, digestDigits),
    unseal(sealed, owner) {
      if (!prefix.equals(sealed.subarray(0, prefix.length))) {
        throw new Error('A sealed value was made with another key');
      }
      const nonce = sealed.subarray(prefix.length, headerBytes);
      const tag = sealed.subarray(headerBytes, headerBytes + tagBytes);
      const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
        .setAAD(Buffer.from(owner))
        .setAuthTag(tag);
      const ciphertext = sealed.subarray(headerBytes + tagBytes);
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
    },
  };
}

import type { Clock } from '@webhooks/domain';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';

/** Keeps values where others can see, but neither read nor make them. */
export interface Seal<T> {
  seal(value: T, untilMs: number): Promise<string>;
  /** Null for what was not sealed here for this purpose, was changed, or has ended. */
  open(text: string): Promise<T | null>;
}

const ENCRYPTION = { alg: 'dir', enc: 'A256GCM' } as const;

/**
 * The first key seals, all of them open. What is sealed for one purpose is nothing for another.
 * Whatever opens was made here, so its form is taken as it is.
 */
export function createSeal<T extends object>(
  purpose: string,
  keys: readonly Uint8Array[],
  clock: Pick<Clock, 'now'>,
): Seal<T> {
  const [first] = keys;
  if (first === undefined) throw new RangeError('sealing takes a key');

  async function openWith(key: Uint8Array, text: string): Promise<T | null> {
    const { payload } = await jwtDecrypt<{ value: T }>(text, key, {
      keyManagementAlgorithms: [ENCRYPTION.alg],
      contentEncryptionAlgorithms: [ENCRYPTION.enc],
      audience: purpose,
      requiredClaims: ['exp', 'value'],
      currentDate: new Date(clock.now()),
    });
    return payload.value;
  }

  return {
    seal: (value, untilMs) =>
      new EncryptJWT({ value })
        .setProtectedHeader(ENCRYPTION)
        .setAudience(purpose)
        .setExpirationTime(Math.ceil(untilMs / 1000))
        .encrypt(first),
    async open(text) {
      for (const key of keys) {
        try {
          return await openWith(key, text);
        } catch (error) {
          if (!(error instanceof errors.JOSEError)) throw error;
          if (!(error instanceof errors.JWEDecryptionFailed)) return null;
        }
      }
      return null;
    },
  };
}

import { createHash, timingSafeEqual } from 'node:crypto';

/** The header by which a facade proves that it may tell for which address it calls. */
export const FACADE_SECRET_HEADER = 'facade-secret';

const SETTING = 'FACADE_SECRET';
const MIN_BYTES = 32;

/** The part of a settings reader that is needed here; a bad setting is reported to it. */
export interface FacadeSecretSettingsSource {
  secretText(name: string): string | null;
  problem(name: string, message: string): void;
}

/** What the core and its facades share; null when it is not set, and no address is believed. */
export function readFacadeSecret(source: FacadeSecretSettingsSource): string | null {
  const secret = source.secretText(SETTING);
  if (secret === null) return null;
  if (secret.length < MIN_BYTES) {
    source.problem(SETTING, `must be at least ${MIN_BYTES} bytes long, not ${secret.length}`);
  }
  // It travels in a header.
  if (!/^[!-~]*$/.test(secret)) source.problem(SETTING, 'must be visible ASCII without spaces');
  return secret;
}

/** Says whether a header's value is the secret, in a time that does not tell how much of it is. */
export function createFacadeCheck(
  secret: string | null,
): (value: string | readonly string[] | undefined) => boolean {
  if (secret === null) return () => false;
  const expected = digest(secret);
  return (value) => typeof value === 'string' && timingSafeEqual(digest(value), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

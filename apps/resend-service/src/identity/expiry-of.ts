import type { ClientIdentity } from '@webhooks/domain';
import { readCertificates } from '@webhooks/validation';

/** More identities than there may be. */
export const MAX_IDENTITIES = 1_000;

/** When the newest certificate of an identity ends, the authorities of its chain included. */
export function expiryMs({ certificates: [newest] }: ClientIdentity): number {
  const chain = newest === undefined ? [] : (readCertificates(newest.chain) ?? []);
  return Math.min(...chain.map(({ validToDate }) => validToDate.getTime()));
}

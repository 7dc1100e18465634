import type { NewCertificate, IdentityRefusal } from '@webhooks/domain';
import { rotated } from '@webhooks/store-kit';

import type { StoredIdentity } from './identity-table.ts';

/** The identity with a certificate in front; the same object when it is there already. */
export function certified(
  before: StoredIdentity,
  { chain, privateKey, useFromMs, isDefault = before.isDefault }: NewCertificate,
  fits: (privateKey: string) => boolean,
  nowMs: number,
): StoredIdentity | IdentityRefusal {
  const { certificates, keys } = before;
  const isThere = certificates[0]?.chain === chain;
  if (isThere) return isDefault === before.isDefault ? before : { ...before, isDefault };
  const waiting = keys.waiting !== null && fits(keys.waiting) ? keys.waiting : null;
  const key = privateKey ?? waiting;
  if (key === null) return 'no_key';
  const known = certificates.map((certificate, index) => ({
    ...certificate,
    privateKey: keys.ofCertificates[index] ?? '',
  }));
  const kept = rotated(known, { chain, privateKey: key, useFromMs }, nowMs);
  const isAnswered = waiting !== null;
  return {
    ...before,
    isDefault,
    certificates: kept.map(({ privateKey: _key, ...shown }) => shown),
    signingRequest: isAnswered ? null : before.signingRequest,
    keys: {
      ofCertificates: kept.map(({ privateKey: itsKey }) => itsKey),
      waiting: isAnswered ? null : keys.waiting,
    },
  };
}

import { createPrivateKey } from 'node:crypto';

import type { MethodImpl } from '@connectrpc/connect';

import type { IdentityService, PutCertificateRequest } from '@webhooks/contracts';
import { validationError } from '@webhooks/domain';
import { certificateProblem, readCertificates, toPem } from '@webhooks/validation';

import { identityToProto } from '../mapping/client-identity.ts';
import { RequestReader } from '../mapping/request-reader.ts';
import { acceptedIdentity } from './accepted-identity.ts';
import { identityChange } from './identity-change.ts';
import type { IdentityServiceParts } from './identity-service-parts.ts';
import { readIdentityRef } from './read-identity-ref.ts';

const MAX_OVERLAP_S = 90 * 24 * 3600;

/** Puts a certificate in front; the one before is shown until the overlap is over. */
export function putCertificate({
  identities,
  clock,
}: IdentityServiceParts): MethodImpl<typeof IdentityService.method.putCertificate> {
  return async (request, context) => {
    const change = identityChange(context, clock);
    const { certificates, ...wanted } = read(request, change.nowMs);
    const [own] = certificates;
    const fits = (privateKey: string): boolean =>
      own?.checkPrivateKey(createPrivateKey(privateKey)) === true;
    const result = await identities.putCertificate(wanted, fits, change);
    return { identity: identityToProto(acceptedIdentity(result)) };
  };
}

function read(request: PutCertificateRequest, nowMs: number) {
  const reader = new RequestReader();
  const wanted = readIdentityRef(reader, request);
  const { overlapSeconds, isDefault } = request;
  if (overlapSeconds < 0 || overlapSeconds > MAX_OVERLAP_S) {
    reader.violation('overlap_seconds', `must be an integer from 0 to ${MAX_OVERLAP_S}`);
  }
  reader.finish();
  const privateKey = request.privateKey === '' ? null : request.privateKey;
  const problem = certificateProblem(request.chain, privateKey);
  if (problem !== null) throw validationError([problem]);
  const certificates = readCertificates(request.chain) ?? [];
  const expired = certificates.find(({ validToDate }) => validToDate.getTime() <= nowMs);
  if (expired !== undefined) {
    const message = `has expired: ${expired.subject.replaceAll('\n', ', ')} at ${expired.validToDate.toISOString()}`;
    throw validationError([{ field: 'chain', message }]);
  }
  const useFromMs = nowMs + overlapSeconds * 1000;
  return { ...wanted, certificates, chain: toPem(certificates), privateKey, useFromMs, isDefault };
}

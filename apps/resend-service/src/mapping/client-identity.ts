import { create } from '@bufbuild/protobuf';

import {
  CertificateViewSchema,
  ClientIdentitySchema,
  type CertificateView,
  type ClientIdentity as ProtoIdentity,
} from '@webhooks/contracts';
import { timestampFromMillis } from '@webhooks/contracts/mapping';
import type { ClientIdentity, DatedChain } from '@webhooks/domain';
import { readCertificates } from '@webhooks/validation';

/** An identity as it may be shown. */
export function identityToProto(identity: ClientIdentity): ProtoIdentity {
  return create(ClientIdentitySchema, {
    name: identity.name,
    accountId: BigInt(identity.accountId ?? 0),
    isDefault: identity.isDefault,
    certificates: identity.certificates.map(certificateToProto),
    signingRequest: identity.signingRequest ?? '',
  });
}

function certificateToProto({ chain, useFromMs }: DatedChain): CertificateView {
  const [own] = readCertificates(chain) ?? [];
  return create(CertificateViewSchema, {
    chain,
    subject: own?.subject ?? '',
    issuer: own?.issuer ?? '',
    serialNumber: own?.serialNumber.toLowerCase() ?? '',
    fingerprint: own?.fingerprint256.replaceAll(':', '').toLowerCase() ?? '',
    notBefore: timestampFromMillis(own?.validFromDate.getTime() ?? null),
    notAfter: timestampFromMillis(own?.validToDate.getTime() ?? null),
    useFrom: timestampFromMillis(useFromMs),
  });
}

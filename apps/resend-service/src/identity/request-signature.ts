import type { MethodImpl } from '@connectrpc/connect';

import {
  KeyType,
  type CreateSigningRequestRequest,
  type IdentityService,
} from '@webhooks/contracts';
import { isPrintable } from '@webhooks/validation';

import { identityToProto } from '../mapping/client-identity.ts';
import { RequestReader } from '../mapping/request-reader.ts';
import { acceptedIdentity } from './accepted-identity.ts';
import { identityChange } from './identity-change.ts';
import type { IdentityServiceParts } from './identity-service-parts.ts';
import { readIdentityRef } from './read-identity-ref.ts';
import { createSigningRequest, type IdentityKeyType, type Subject } from './signing-request.ts';

/** Of an attribute of a name, by X.520. */
const MAX_LENGTH = 64;

const keyTypes = {
  [KeyType.UNSPECIFIED]: 'EC_P256',
  [KeyType.EC_P256]: 'EC_P256',
  [KeyType.RSA_2048]: 'RSA_2048',
  [KeyType.RSA_4096]: 'RSA_4096',
} as const satisfies Record<KeyType, IdentityKeyType>;

/** Makes a key that never leaves the core, and a request to sign it. */
export function requestSignature({
  identities,
  clock,
}: IdentityServiceParts): MethodImpl<typeof IdentityService.method.createSigningRequest> {
  return async (request, context) => {
    const read = new RequestReader();
    const wanted = readIdentityRef(read, request);
    const subject = readSubject(read, request);
    const keyType = read.choice('key_type', request.keyType, keyTypes) ?? 'EC_P256';
    read.finish();
    const made = await createSigningRequest(subject, keyType);
    const change = identityChange(context, clock);
    const result = await identities.putSigningRequest({ ...wanted, ...made }, change);
    return { identity: identityToProto(acceptedIdentity(result)) };
  };
}

function readSubject(read: RequestReader, request: CreateSigningRequestRequest): Subject {
  const { commonName, organization, organizationalUnit, country } = request;
  const message = `must be at most ${MAX_LENGTH} printable characters`;
  if (!isPrintable(commonName, MAX_LENGTH)) {
    read.violation('common_name', `must be 1 to ${MAX_LENGTH} printable characters`);
  }
  if (organization !== '' && !isPrintable(organization, MAX_LENGTH)) {
    read.violation('organization', message);
  }
  if (organizationalUnit !== '' && !isPrintable(organizationalUnit, MAX_LENGTH)) {
    read.violation('organizational_unit', message);
  }
  if (!/^(?:[A-Z]{2})?$/.test(country)) read.violation('country', 'must be two letters A-Z');
  return { commonName, organization, organizationalUnit, country };
}

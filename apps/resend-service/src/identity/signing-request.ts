import { generateKeyPair, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

import { bits, integer, none, objectId, printable, sequence, set, tagged, utf8 } from './der.ts';

export type IdentityKeyType = 'EC_P256' | 'RSA_2048' | 'RSA_4096';

/** Whom a certificate is to name. Empty: left out. */
export interface Subject {
  readonly commonName: string;
  readonly organization: string;
  readonly organizationalUnit: string;
  /** Two letters. */
  readonly country: string;
}

/** A key and the request to sign it, both as PEM. */
export interface SigningRequest {
  readonly privateKey: string;
  /** PKCS #10. */
  readonly signingRequest: string;
}

const generate = promisify(generateKeyPair);

const oid = {
  country: '550406',
  organization: '55040a',
  organizationalUnit: '55040b',
  commonName: '550403',
  ecdsaWithSha256: '2a8648ce3d040302',
  rsaWithSha256: '2a864886f70d01010b',
} as const;

/** Makes a key and a request for a certificate of it (RFC 2986), signed with SHA-256. */
export async function createSigningRequest(
  subject: Subject,
  keyType: IdentityKeyType,
): Promise<SigningRequest> {
  const { publicKey, privateKey } = await generateKeys(keyType);
  const algorithm =
    keyType === 'EC_P256'
      ? sequence(objectId(oid.ecdsaWithSha256))
      : sequence(objectId(oid.rsaWithSha256), none());
  const info = sequence(
    integer(0),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    // No attributes.
    tagged(0, Buffer.alloc(0)),
  );
  const request = sequence(info, algorithm, bits(sign('sha256', info, privateKey)));
  const lines = request.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    signingRequest: [
      '-----BEGIN CERTIFICATE REQUEST-----',
      ...lines,
      '-----END CERTIFICATE REQUEST-----\n',
    ].join('\n'),
  };
}

/** Outside of the event loop: a key of RSA takes a tenth of a second, and more. */
function generateKeys(
  keyType: IdentityKeyType,
): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  if (keyType === 'EC_P256') return generate('ec', { namedCurve: 'P-256' });
  return generate('rsa', { modulusLength: keyType === 'RSA_2048' ? 2048 : 4096 });
}

function nameOf({ commonName, organization, organizationalUnit, country }: Subject): Buffer {
  const attribute = (id: string, value: Buffer) => set(sequence(objectId(id), value));
  return sequence(
    ...(country === '' ? [] : [attribute(oid.country, printable(country))]),
    ...(organization === '' ? [] : [attribute(oid.organization, utf8(organization))]),
    ...(organizationalUnit === ''
      ? []
      : [attribute(oid.organizationalUnit, utf8(organizationalUnit))]),
    attribute(oid.commonName, utf8(commonName)),
  );
}

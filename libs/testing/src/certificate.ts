import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A key and its certificate, as PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface CertificateOptions {
  /** Name or IPv4 address that the certificate is for. */
  readonly name: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Signs it; absent: its own key does. */
  readonly issuer?: { readonly name: string; readonly key: string };
  /** True: it may sign others. */
  readonly isAuthority?: boolean;
  /** What it may be used for; absent: for anything. */
  readonly usage?: 'client' | 'server';
}

const oid = {
  commonName: '550403',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
  extendedKeyUsage: '551d25',
  serverAuth: '2b06010505070301',
  clientAuth: '2b06010505070302',
  ecdsaWithSha256: '2a8648ce3d040302',
} as const;

/** Makes a key and its certificate (X.509 v3, P-256). */
export function createCertificate(options: CertificateOptions): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectId(oid.ecdsaWithSha256));
  const name = distinguishedName(options.name);
  const signer = options.issuer?.key ?? privateKey;
  const issuer = options.issuer === undefined ? name : distinguishedName(options.issuer.name);
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    issuer,
    sequence(time(options.notBefore), time(options.notAfter)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions(options))),
  );
  const signature = createSign('sha256').update(body).sign(signer);
  const bytes = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const base64 = bytes.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

function extensions({ name, isAuthority = false, usage }: CertificateOptions): Buffer[] {
  const extension = (id: string, value: Buffer) => sequence(objectId(id), der(0x04, value));
  const isTrue = der(0x01, Buffer.from([0xff]));
  return [
    extension(oid.subjectAltName, sequence(altNameOf(name))),
    ...(isAuthority ? [extension(oid.basicConstraints, sequence(isTrue))] : []),
    ...(usage === undefined
      ? []
      : [extension(oid.extendedKeyUsage, sequence(objectId(oid[`${usage}Auth`])))]),
  ];
}

function distinguishedName(name: string): Buffer {
  return sequence(set(sequence(objectId(oid.commonName), text(name))));
}

function altNameOf(name: string): Buffer {
  if (isIPv4(name)) return der(0x87, Buffer.from(name.split('.').map(Number)));
  return der(0x82, Buffer.from(name));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function set(part: Buffer): Buffer {
  return der(0x31, part);
}

function objectId(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function text(value: string): Buffer {
  return der(0x0c, Buffer.from(value));
}

function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '').slice(0, 14);
  return der(0x18, Buffer.from(`${digits}Z`));
}

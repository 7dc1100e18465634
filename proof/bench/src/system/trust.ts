import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { createCertificate, type Certificate } from '@webhooks/testing';

const DAY_MS = 86_400_000;

/** A certificate for receivers on the loopback, and what makes a process trust it. */
export interface Trust {
  readonly certificate: Certificate;
  readonly env: Readonly<Record<string, string>>;
}

/** Makes one and writes it into a directory that lives as long as the processes do. */
export function createTrust(directory: string): Trust {
  const certificate = createCertificate({
    name: '127.0.0.1',
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + DAY_MS),
  });
  const file = path.join(directory, 'trusted.pem');
  writeFileSync(file, certificate.cert);
  return { certificate, env: { NODE_EXTRA_CA_CERTS: file } };
}

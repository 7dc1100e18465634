import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';

import { createCertificate, type Certificate, type CertificateOptions } from '@webhooks/testing';
import { expect } from 'chai';

import { createHarness, endpointRecord, eventRecords, type Harness } from './harness.ts';

const dayMs = 86_400_000;
const authority = certificate({ name: 'Authority', isAuthority: true });

describe('an endpoint that demands a client certificate', () => {
  const seen: string[] = [];
  let server: Server;
  let harness: Harness;

  beforeEach(async () => {
    seen.length = 0;
    harness = await createHarness();
    const own = signed({ name: '127.0.0.1', usage: 'server' });
    const how = { ...own, ca: [authority.cert], requestCert: true, rejectUnauthorized: true };
    server = createServer(how, (request, response) => {
      seen.push(String((request.socket as TLSSocket).getPeerCertificate().subject.CN));
      request.resume().on('end', () => response.end());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`;
    const trustAnchors = authority.cert;
    await harness.write([endpointRecord('ep_a', url, { trustAnchors }), ...eventRecords(3, 0)]);
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await harness[Symbol.asyncDispose]();
  });

  /** Makes a certificate that of all endpoints. */
  const show = (name: string): Promise<void> => {
    const { cert: chain, key: privateKey } = signed({ name, usage: 'client' });
    const identity = { name: 'platform', accountId: null, isDefault: true, chain, privateKey };
    return harness.write([{ kind: 'client_identity', identity }]);
  };

  /** Works on a resend of all events to its end. */
  async function resend() {
    const engine = await harness.startEngine({
      policy: { scheduleMs: [0], expiresAfterMs: 60_000 },
    });
    const id = await harness.accept();
    void engine.work(id);
    const settled = await harness.settled(id);
    await engine.stop(1_000);
    return settled;
  }

  it('is shown the one of its identity, and the next one from the next attempt on', async () => {
    const names = ['one.example', 'two.example'] as const;
    for (const name of names) {
      await show(name);
      expect(await resend()).to.include({ status: 'COMPLETED', delivered: 3 });
    }
    expect(seen).to.deep.equal(names.flatMap((name) => [name, name, name]));
  });

  it('fails without an identity, and the attempts say why', async () => {
    const { id, status } = await resend();
    expect(status).to.equal('FAILED');
    const classes = (await harness.deliveries(id)).map(({ lastErrorClass }) => lastErrorClass);
    expect(new Set(classes)).to.deep.equal(new Set(['client_certificate_refused']));
    expect(seen).to.deep.equal([]);
  });
});

function signed(options: Pick<CertificateOptions, 'name' | 'usage'>): Certificate {
  return certificate({ ...options, issuer: { name: 'Authority', key: authority.key } });
}

function certificate(options: Omit<CertificateOptions, 'notBefore' | 'notAfter'>): Certificate {
  return createCertificate({
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + dayMs),
    ...options,
  });
}

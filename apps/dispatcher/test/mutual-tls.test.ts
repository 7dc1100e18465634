import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';

import { createHttpSender } from '@webhooks/delivery';
import { systemClock, systemTimers, type TestEvent } from '@webhooks/domain';
import { createSqliteTestEventStore, openDatabase } from '@webhooks/store-sqlite';
import { createLogger, noTracer } from '@webhooks/telemetry';
import {
  createCertificate,
  waitFor,
  type Certificate,
  type CertificateOptions,
} from '@webhooks/testing';
import { expect } from 'chai';

import { TestEvents } from '../src/test-events/test-events.ts';
import { createHarness, endpointRecord, eventRecords, type Harness } from './harness.ts';

const dayMs = 86_400_000;
const authority = certificate({ name: 'Authority', isAuthority: true });
const serverOwn = signed({ name: '127.0.0.1', usage: 'server' });

describe('an endpoint that demands a client certificate', () => {
  const seen: string[] = [];
  let server: Server;
  let harness: Harness;

  beforeEach(async () => {
    seen.length = 0;
    harness = await createHarness();
    const how = { ...serverOwn, ca: [authority.cert], requestCert: true, rejectUnauthorized: true };
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

  it('is found to demand one by a test event, which it refuses without', async () => {
    await show('one.example');
    expect(await tested()).to.deep.include({ state: 'DELIVERED', mtls: 'verified' });
    expect(seen).to.deep.equal(['one.example']);
    const shown = await harness.endpoints.get('ep_a', 246, Date.now());
    expect(shown?.mtls?.verifiedAtMs).to.be.a('number');
  });

  it('is not verified where it takes a call without one, nor where it refuses both', async () => {
    await show('one.example');
    server.setSecureContext({ ...serverOwn, ca: certificate({ name: 'Other' }).cert });
    expect(await tested()).to.deep.include({ state: 'FAILED', mtls: 'undecided' });
    const open = createServer(serverOwn, (request, response) => {
      request.resume().on('end', () => response.end());
    }).listen(0, '127.0.0.1');
    await once(open, 'listening');
    const url = `https://127.0.0.1:${String((open.address() as AddressInfo).port)}/hook`;
    await harness.write([endpointRecord('ep_a', url, { trustAnchors: authority.cert })]);
    expect(await tested()).to.deep.include({ state: 'DELIVERED', mtls: 'not_demanded' });
    open.closeAllConnections();
    open.close();
    const shown = await harness.endpoints.get('ep_a', 246, Date.now());
    expect(shown?.mtls?.verifiedAtMs).to.equal(null);
  });

  /** What becomes of a test event. */
  async function tested(): Promise<TestEvent> {
    const { path, secretsKey, lease } = harness;
    using database = openDatabase({ path, secretsKey });
    const events = createSqliteTestEventStore(database);
    const asked = await events.request('ep_a', 246, Date.now(), harness.actor);
    const id = asked?.id ?? 0;
    const fence = await lease.acquire(`tests-${id}`, 1, Date.now() + id * 10);
    if (fence === null) throw new Error('the lease is taken');
    await using sender = createHttpSender({
      attemptTimeoutMs: 5_000,
      connectionsPerOrigin: 8,
      clock: systemClock,
    });
    const running = new TestEvents({
      ...{ store: harness.store, fence, sender, tracer: noTracer, clock: systemClock },
      timers: systemTimers,
      logger: createLogger({ name: 'dispatcher', level: 'silent' }),
      holdsLease: () => true,
    });
    running.start();
    const settled = await waitFor(
      async () => {
        const event = await events.get('ep_a', id, 246);
        return event === null || event.state === 'PENDING' ? null : event;
      },
      { what: 'the test event to be settled', deadlineMs: 20_000 },
    );
    await running.stop(5_000);
    return settled;
  }

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

import { writeFileSync } from 'node:fs';

import { startSystem, type System } from '@webhooks/proof-kit';
import {
  createTempDir,
  freePort,
  startConnectProxy,
  startHttpReceiver,
  waitFor,
  type HttpReceiver,
} from '@webhooks/testing';
import { expect } from 'chai';

import { qrCode } from './support/documented.ts';
import { endpointRecord } from './support/records.ts';
import { scrape } from './support/scrape.ts';

const secret = 'planted-proxy-password-5e0b';
const credentials = Buffer.from(`bank:${secret}`).toString('base64');
const refusal = { bytes: 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n' };

describe('An egress proxy', function () {
  this.timeout(60_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;
  let port = 0;

  before(async () => {
    const directory = started.use(createTempDir());
    port = await freePort();
    const file = directory.file('credentials');
    writeFileSync(file, `127.0.0.1:${port} bank:${secret}\n`);
    system = started.use(
      await startSystem({
        EGRESS_PROXY: `http://127.0.0.1:${port}`,
        EGRESS_PROXY_CREDENTIALS_FILE: file,
        EGRESS_PROXIES: `lab=http://lab:${secret}@127.0.0.1:${port}`,
        SOURCE_IPS: '203.0.113.0/28,2001:db8::7',
        RETRY_SCHEDULE: '0',
        LOG_LEVEL: 'trace',
      }),
    );
    receiver = started.use(await startHttpReceiver());
    const { url } = receiver;
    await system.importSample([
      endpointRecord({ id: 'ep_17', account_id: 17, url, type_webhook: 'CASHIN' }),
    ]);
  });

  after(() => started.disposeAsync());

  const metrics = () => scrape([system.settings['DISPATCHER_PORT']]);
  const logged = (): readonly string[] =>
    system.app('dispatcher').lines.filter((line) => line.includes('egress proxy'));

  it('holds up deliveries while it is down and spends none of their attempts', async () => {
    const id = await system.api.accept(qrCode);
    await waitFor(async () => (await metrics()).sum('not_sent_total') > 1, {
      what: 'it is tried again',
    });
    expect((await metrics()).sum('egress_proxies_down')).to.equal(1);
    expect((await metrics()).sum('attempts_total')).to.equal(0);
    expect((await metrics()).sum('endpoints', { breaker: 'open' })).to.equal(0);
    expect(logged(), 'once a minute').to.have.length(1);

    await using proxy = await startConnectProxy({ port });
    const settled = await system.api.settled(id);
    expect(settled).to.include({ status: 'COMPLETED', delivered: 3, failed: 0 });
    expect(receiver.requests).to.have.length(3);
    expect(proxy.requests[0]).to.equal(
      `CONNECT 127.0.0.1:${receiver.port} HTTP/1.1\r\nHost: 127.0.0.1:${receiver.port}\r\n` +
        `Proxy-Authorization: Basic ${credentials}\r\n\r\n`,
    );
    expect((await metrics()).sum('egress_proxies_down')).to.equal(0);
    expect((await metrics()).sum('attempts_total')).to.equal(3);
  });

  it('is said to want other credentials, and its own are nowhere to be read', async () => {
    await using proxy = await startConnectProxy({ port });
    proxy.answer(() => refusal);
    const id = await system.api.accept(qrCode);
    const wants = (line: string): boolean => line.includes('it wants other credentials');
    await waitFor(() => logged().some(wants), { what: 'it is said' });
    expect(proxy.requests[0]).to.include(credentials);
    expect((await system.api.act(id, 'cancel')).status).to.equal(200);
    const pages = ['SERVICE_ADMIN_PORT', 'DISPATCHER_PORT', 'FACADE_ADMIN_PORT'].map((name) =>
      fetch(`http://127.0.0.1:${String(system.settings[name])}/metrics`).then((it) => it.text()),
    );
    const apps = ['resend-service', 'dispatcher', 'rest-facade'] as const;
    const lines = apps.flatMap((name) => system.app(name).lines);
    const text = [...lines, ...(await Promise.all(pages))].join('\n');
    expect(text).to.include(`127.0.0.1:${port}`);
    expect(text).not.to.include(secret).and.not.to.include(credentials);
  });

  it('is what receivers let in, by a list', async () => {
    const { status, text } = await system.api.request('/v3/webhooks/source_ips');
    const answer: unknown = JSON.parse(text);
    expect({ status, answer }).to.deep.equal({
      status: 200,
      answer: { source_ips: ['203.0.113.0/28', '2001:db8::7'] },
    });
  });
});

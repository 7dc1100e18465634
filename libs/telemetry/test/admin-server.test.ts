import { once } from 'node:events';
import { connect } from 'node:net';

import { expect } from 'chai';

import { startHttpReceiver } from '@webhooks/testing';

import { Metrics, startAdminServer, type AdminServer, type Readiness } from '../src/index.ts';

describe('startAdminServer', () => {
  let server: AdminServer;
  let readiness: Readiness;
  let metrics: Metrics;

  beforeEach(async () => {
    metrics = new Metrics('demo');
    readiness = () => ({ database: true });
    server = await startAdminServer({
      host: '127.0.0.1',
      port: 0,
      readiness: () => readiness(),
      metrics,
    });
  });

  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    metrics[Symbol.dispose]();
  });

  const get = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${server.port}${path}`, init);

  it('is alive whatever its readiness', async () => {
    readiness = () => ({ database: false });
    expect((await get('/livez')).status).to.equal(200);
  });

  it('is ready when every check is true', async () => {
    readiness = async () => ({ database: true, bus: true });
    const answer = await get('/readyz');
    expect(answer.status).to.equal(200);
    expect(await answer.json()).to.deep.equal({ database: true, bus: true });
  });

  it('says which check is false', async () => {
    readiness = () => ({ database: true, bus: false });
    const answer = await get('/readyz');
    expect(answer.status).to.equal(503);
    expect(await answer.json()).to.deep.equal({ database: true, bus: false });
  });

  it('is not ready when its checks throw, reject or hang, and recovers', async () => {
    for (const broken of [
      () => {
        throw new Error('thrown');
      },
      () => Promise.reject(new Error('rejected')),
      () => new Promise<never>(() => {}),
    ]) {
      readiness = broken;
      const answer = await get('/readyz');
      expect(answer.status).to.equal(503);
      expect(await answer.json()).to.deep.equal({ answered: false });
    }
    readiness = () => ({ database: true });
    expect((await get('/readyz')).status).to.equal(200);
  });

  it('shows its metrics as Prometheus reads them', async () => {
    metrics.counter('things_total', 'Things', ['kind']).of('good').add(3);
    const answer = await get('/metrics');
    expect(answer.headers.get('content-type')).to.match(/^text\/plain; version=0\.0\.4/);
    expect(await answer.text()).to.include('webhooks_things_total{kind="good",app="demo"} 3\n');
  });

  it('serves nothing else', async () => {
    expect((await get('/')).status).to.equal(404);
    for (const path of ['/livez/x', '/livez//', '/livezz', '//livez', '/?/livez', '/Livez']) {
      expect((await get(path)).status, path).to.equal(404);
    }
    const post = await get('/livez', { method: 'POST', body: 'x' });
    expect([post.status, post.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD']);
  });

  it('takes HEAD, a query and a slash at the end', async () => {
    for (const path of ['/livez', '/readyz', '/metrics']) {
      for (const end of ['', '/', '?', '?full=1', '/?_=%&x', '?/x']) {
        expect((await get(`${path}${end}`)).status, `${path}${end}`).to.equal(200);
        const head = await get(`${path}${end}`, { method: 'HEAD' });
        expect([head.status, await head.text()], `${path}${end}`).to.deep.equal([200, '']);
      }
    }
    readiness = () => ({ database: false });
    expect((await get('/readyz/?x', { method: 'HEAD' })).status).to.equal(503);
  });

  it('lets nobody keep or guess at an answer', async () => {
    for (const path of ['/livez', '/readyz', '/metrics', '/none']) {
      const { headers } = await get(path);
      expect(headers.get('cache-control'), path).to.equal('no-store');
      expect(headers.get('x-content-type-options'), path).to.equal('nosniff');
    }
  });

  it('refuses headers beyond 8 KiB', async () => {
    const answer = await get('/livez', { headers: { long: 'x'.repeat(10_000) } });
    expect(answer.status).to.equal(431);
  });

  it('cuts idle connections when it is disposed, and may be disposed twice', async () => {
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await server[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await closed;
  });

  it('names its setting when the port is taken', async () => {
    await using holder = await startHttpReceiver();
    const { port } = holder;
    const error = await startAdminServer({
      host: '127.0.0.1',
      port,
      setting: 'DISPATCHER_PORT',
      readiness,
      metrics,
    }).catch((reason: unknown) => reason);
    expect(error).to.have.property('message', `port ${port} is already in use (DISPATCHER_PORT)`);
  });
});

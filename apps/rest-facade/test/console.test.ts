import { mkdirSync, writeFileSync } from 'node:fs';

import { StartupError } from '@webhooks/runtime';
import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { exchange } from './raw-client.ts';
import { type RestHarness, startHarness } from './rest-harness.ts';

const SCRIPT = 'assets/index-abc123.js';

describe('The console', () => {
  let directory: TempDir;
  let rest: RestHarness;

  before(async () => {
    directory = createTempDir();
    mkdirSync(directory.file('console/assets'), { recursive: true });
    writeFileSync(directory.file('console/index.html'), '<!doctype html><title>console</title>');
    writeFileSync(directory.file(`console/${SCRIPT}`), 'export {};');
    writeFileSync(directory.file('console/notes.md'), 'not to be served');
    writeFileSync(directory.file('secret.js'), 'not to be served');
    rest = await startHarness({ settings: { consoleDir: directory.file('console') } });
  });

  after(async () => {
    await rest[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  const get = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${rest.baseUrl}${path}`, { redirect: 'manual', ...init });

  it('is a page that is asked for anew each time, and files that are kept for ever', async () => {
    const page = await get('/console/');
    expect(await page.text()).to.equal('<!doctype html><title>console</title>');
    expect(page.headers.get('content-type')).to.equal('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).to.equal('no-cache');
    const script = await get(`/console/${SCRIPT}`);
    expect(await script.text()).to.equal('export {};');
    expect(script.headers.get('content-type')).to.equal('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    const known = await get('/console/', {
      // fetch would ask for it anew, as a reload by force does.
      headers: {
        'if-none-match': page.headers.get('etag') ?? '',
        'cache-control': 'max-age=0',
      },
    });
    expect(known.status).to.equal(304);
    const head = await get('/console/', { method: 'HEAD' });
    expect([head.status, await head.text()]).to.deep.equal([200, '']);
  });

  it('is reached without the slash, below whatever path a proxy has', async () => {
    const answer = await get('/console');
    expect(answer.status).to.equal(308);
    expect(answer.headers.get('location')).to.equal('console/');
  });

  it('may run its own files, call its own API, and nothing else', async () => {
    for (const path of ['/console', '/console/', `/console/${SCRIPT}`, '/console/none']) {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy'), path)
        .to.match(/^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';/)
        .and.to.match(/frame-ancestors 'none'; base-uri 'none'; form-action 'none'/)
        .and.to.not.contain('unsafe');
      expect(headers.get('x-content-type-options'), path).to.equal('nosniff');
      expect(headers.get('referrer-policy'), path).to.equal('no-referrer');
      expect(headers.get('x-frame-options'), path).to.equal('DENY');
    }
  });

  it('has no way out of its directory, and tells a person what is not there', async () => {
    const paths = [
      '/console/secret.js',
      '/console/notes.md',
      '/console/index.html',
      '/console/assets',
      '/console/assets/',
      '/console/../secret.js',
      '/console/assets/../../secret.js',
      '/console/%2e%2e/secret.js',
      '/console/..%2fsecret.js',
      '/console//etc/passwd',
      '/console/..\\secret.js',
      '/console/%00',
      '/console/__proto__',
      '/console/constructor',
    ];
    for (const path of paths) {
      // As it is: fetch would tidy it up.
      const request = `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
      const { answers } = await exchange(rest.facade.port, request);
      expect(answers[0]?.status, path).to.be.oneOf([400, 404]);
      expect(answers[0]?.body, path).to.not.contain('not to be served');
    }
    const missing = await get('/console/none');
    expect(missing.headers.get('content-type')).to.equal('text/plain; charset=utf-8');
    expect(await missing.text()).to.equal('Not found\n');
    expect((await get('/console/', { method: 'POST' })).status).to.equal(405);
  });

  it('leaves the routes beside it to the API', async () => {
    for (const path of ['/consoles', '/console.html', '/Console']) {
      const answer = await get(path);
      expect(answer.status, path).to.equal(404);
      expect(await answer.json(), path).to.include({ worked: false, code: 'not_found' });
    }
  });

  it('is told from a directory that holds none', async () => {
    for (const consoleDir of [directory.file('none'), directory.file('console/assets')]) {
      const failure = await startHarness({ settings: { consoleDir } }).catch((error) => error);
      expect(failure).to.be.instanceOf(StartupError);
      expect(failure.message).to.match(/^CONSOLE_DIR: .*npm run build makes it$/);
    }
  });

  it('is not there without its setting', async () => {
    await using bare = await startHarness();
    const answer = await fetch(`${bare.baseUrl}/console`);
    expect(await answer.json()).to.include({ code: 'not_found' });
  });
});

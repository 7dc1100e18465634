import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { type RestHarness, startHarness } from './rest-harness.ts';

const SCRIPT = Buffer.from(`${'export const text = "words that come again";\n'.repeat(2_000)}`);
const STYLE = Buffer.from('.a{color:red}\n'.repeat(500));

describe('a file of the console', () => {
  let directory: TempDir;
  let rest: RestHarness;

  before(async () => {
    directory = createTempDir();
    mkdirSync(directory.file('assets'), { recursive: true });
    writeFileSync(directory.file('index.html'), '<!doctype html><title>console</title>');
    writeFileSync(directory.file('assets/index-a1.js'), SCRIPT);
    writeFileSync(directory.file('assets/index-a1.css'), STYLE);
    rest = await startHarness({ settings: { consoleDir: directory.path } });
  });
  after(async () => {
    await rest[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  /** As it comes: fetch would unpack it. */
  async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
    const sent = request(`${rest.baseUrl}${path}`, { method, headers, agent: false }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
  }

  const unpack: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
    br: brotliDecompressSync,
    gzip: gunzipSync,
  };

  for (const [accepted, coding] of [
    ['gzip, deflate, br, zstd', 'br'],
    ['br', 'br'],
    ['BR;q=1.0', 'br'],
    ['gzip', 'gzip'],
    ['gzip;q=1, br;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['identity', undefined],
    ['identity, br;q=0.1', undefined],
    ['deflate', undefined],
    ['br;q=0, gzip;q=0', undefined],
    ['*;q=0', undefined],
    ['br;q=x', undefined],
    ['', undefined],
  ] as const) {
    it(`comes as ${coding ?? 'it is'} to one who takes "${accepted}"`, async () => {
      for (const [path, content] of [
        ['/console/assets/index-a1.js', SCRIPT],
        ['/console/assets/index-a1.css', STYLE],
      ] as const) {
        const { status, headers, body } = await get(path, { 'accept-encoding': accepted });
        expect(status).to.equal(200);
        expect(headers['content-encoding']).to.equal(coding);
        expect(headers.vary).to.equal('Accept-Encoding');
        expect(headers['content-length']).to.equal(String(body.length));
        expect(content.equals(unpack[coding ?? '']?.(body) ?? body)).to.equal(true);
        if (coding !== undefined) expect(body.length).to.be.below(content.length / 10);
      }
    });
  }

  it('has a tag of its own in each form, and is not sent again to one who has that form', async () => {
    const path = '/console/assets/index-a1.js';
    const tags = new Set<string>();
    for (const coding of ['br', 'gzip', 'identity']) {
      const { etag = '' } = (await get(path, { 'accept-encoding': coding })).headers;
      tags.add(etag);
      const known = { 'accept-encoding': coding, 'if-none-match': etag };
      const again = await get(path, known);
      expect([again.status, again.body.length, again.headers.vary]).to.deep.equal([
        ...[304, 0, 'Accept-Encoding'],
      ]);
      const other = { ...known, 'accept-encoding': coding === 'br' ? 'gzip' : 'br' };
      expect((await get(path, other)).status).to.equal(200);
    }
    expect(tags.size).to.equal(3);
  });

  it('is told to HEAD as it would come', async () => {
    const headers = { 'accept-encoding': 'br' };
    const path = '/console/assets/index-a1.js';
    const got = await get(path, headers);
    const head = await get(path, headers, 'HEAD');
    expect(head.body).to.have.length(0);
    for (const name of ['content-length', 'content-encoding', 'etag', 'vary', 'content-type']) {
      expect(head.headers[name], name).to.equal(got.headers[name]);
    }
  });

  it('stays as it is where compression gains nothing', async () => {
    const { headers, body } = await get('/console/', { 'accept-encoding': 'br' });
    expect(headers['content-encoding']).to.equal(undefined);
    expect(headers.vary).to.equal('Accept-Encoding');
    expect(body.toString()).to.equal('<!doctype html><title>console</title>');
  });
});

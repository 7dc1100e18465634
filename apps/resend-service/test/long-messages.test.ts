import { expect } from 'chai';

import { openSession, send } from './support/http2-call.ts';
import { startService, type TestService } from './support/service.ts';
import { serviceToken, userToken } from './support/settings.ts';

const SIZE = 1024 * 1024 - 1_000;
/** What one call may take of the thread that answers, here together with the client's part. */
const MAX_CPU_MS = 20;
const ROUNDS = 5;

const nested = (open: string, close: string): string => {
  const depth = Math.floor(SIZE / (open.length + close.length)) - 10;
  return `{"x":${open.repeat(depth)}1${close.repeat(depth)}}`;
};
const repeated = (start: string, item: string, end: string): string =>
  start + `${item},`.repeat(Math.floor(SIZE / (item.length + 1)) - 50) + item + end;
const keys = Array.from({ length: 80_000 }, (_, index) => `"k${index.toString(36)}":0`).join(',');

const json: Record<string, string> = {
  'deep arrays': nested('[', ']'),
  'deep objects': nested('{"a":', '}'),
  'many keys': `{${keys}}`,
  'many records': repeated('{"records":[', '{}', ']}'),
  'many ids': repeated('{"records":[{"account":{"user_ids":[', '1', ']}}]}'),
  'many texts': repeated('{"selection":{"event_types":[', '""', ']}}'),
  'one long text': `{"x":"${'\\u00e9'.repeat(SIZE / 6 - 10)}"}`,
};
const protobuf: Record<string, Buffer> = {
  'unknown fields': Buffer.alloc(SIZE, Buffer.from([0x78, 0x00])),
  'empty fields': Buffer.alloc(SIZE, Buffer.from([0x0a, 0x00])),
};
const methods = {
  'webhooks.resend.v1.ResendService/CreateResend': userToken(246),
  'webhooks.resend.v1.ResendService/ListResends': userToken(246),
  'webhooks.catalog.v1.CatalogService/BatchUpsertRecords': serviceToken('catalog:write'),
};

describe('messages of a megabyte', () => {
  let service: TestService;

  before(async () => {
    service = await startService();
  });
  after(() => service[Symbol.asyncDispose]());

  async function refuse(path: string, type: string, token: string, body: Buffer): Promise<void> {
    const session = await openSession(service.app.rpcPort);
    let bestMs = Infinity;
    try {
      for (let round = 0; round < ROUNDS && bestMs > MAX_CPU_MS; round += 1) {
        const before = process.threadCpuUsage();
        const answer = await send(
          session,
          {
            ':method': 'POST',
            ':path': `/${path}`,
            'content-type': type,
            authorization: `Bearer ${token}`,
          },
          body,
        );
        const { user, system } = process.threadCpuUsage(before);
        bestMs = Math.min(bestMs, (user + system) / 1_000);
        expect(answer.status, answer.body.toString()).to.equal(429);
        expect(JSON.parse(answer.body.toString())).to.include({ code: 'resource_exhausted' });
      }
    } finally {
      session.close();
    }
    expect(bestMs, 'CPU time in ms').to.be.at.most(MAX_CPU_MS);
  }

  for (const [path, token] of Object.entries(methods)) {
    for (const [what, text] of Object.entries(json)) {
      it(`in JSON are refused before they are read: ${what} for ${path}`, () =>
        refuse(path, 'application/json', token, Buffer.from(text)));
    }
    if (path.includes('catalog')) continue;
    for (const [what, body] of Object.entries(protobuf)) {
      it(`in protobuf likewise, where none is needed: ${what} for ${path}`, () =>
        refuse(path, 'application/proto', token, body));
    }
  }
});

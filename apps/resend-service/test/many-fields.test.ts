import { expect } from 'chai';

import { openSession, send } from './support/http2-call.ts';
import {
  BATCH,
  IMPORT,
  RELAY,
  ROTATE,
  account,
  event,
  eventOf,
  field,
  fill,
  framings,
  grpc,
  inFrame,
  messages,
  relayed,
  type Framing,
} from './support/many-fields.ts';
import { startService, type TestService } from './support/service.ts';
import { serviceToken, userToken } from './support/settings.ts';
import { watchLoop } from './support/watch-loop.ts';

/** What one call may take of the thread that answers at once, here together with the client's part. */
const MAX_CPU_MS = 20;
const ROUNDS = 5;

const refused = {
  reply: /"grpc-status":"8"|grpc-status: 8|"code":"resource_exhausted"/,
  why: 'a message has at most',
};

describe('messages with a hundred thousand fields and more', () => {
  let service: TestService;

  before(async () => {
    service = await startService();
    const account = { id: 17, branch_identifier: '1', number: '1' };
    await service.catalog.unary('BatchUpsertRecords', { records: [{ account }] });
  });
  after(() => service[Symbol.asyncDispose]());

  /** Sends it until it takes the thread as little as it may; resolves with the whole answer. */
  async function call(framing: Framing, encoding: string, message: Buffer): Promise<string> {
    const body = framing.encode(message, encoding === 'gzip');
    const headers = {
      ':method': 'POST',
      ':path': framing.path,
      'content-type': framing.type,
      authorization: `Bearer ${serviceToken('catalog:write')}`,
      ...framing.headers?.(encoding),
    };
    const session = await openSession(service.app.rpcPort);
    let bestMs = Infinity;
    let reply = '';
    try {
      for (let round = 0; round < ROUNDS && bestMs > MAX_CPU_MS; round += 1) {
        using loop = watchLoop();
        const answer = await send(session, headers, body);
        await new Promise(setImmediate);
        bestMs = Math.min(bestMs, loop.longestCpuMs());
        const isText = String(answer.headers['content-type']).includes('text');
        const text = answer.body.toString();
        reply = JSON.stringify([answer.headers, answer.trailers]);
        reply += isText ? Buffer.from(text, 'base64').toString() : text;
        reply = reply.replaceAll('%20', ' ');
      }
    } finally {
      session.close();
    }
    expect(bestMs, 'CPU time of a turn in ms').to.be.at.most(MAX_CPU_MS);
    return reply;
  }

  for (const [how, framing] of Object.entries(framings)) {
    for (const encoding of ['identity', 'gzip']) {
      for (const [what, message] of Object.entries(messages)) {
        it(`are refused before they are decoded: ${what} (${how}, ${encoding})`, async () => {
          const reply = await call(framing, encoding, message);
          expect(reply).to.match(refused.reply).and.to.include(refused.why);
        });
      }
    }
  }

  it('are refused by methods that need none', async () => {
    const framing = { ...grpc, path: ROTATE, type: 'application/grpc' };
    for (const encoding of ['identity', 'gzip']) {
      expect(await call(framing, encoding, fill(0x0a, 0))).to.match(refused.reply);
    }
  });

  for (const [what, body] of Object.entries({
    'many calls': relayed(0x0a, 0),
    'many requests': field(1, relayed(0x32, 0)),
    'many unknown fields': relayed(0x78, 0),
  })) {
    it(`are refused where posts are relayed: ${what}`, async () => {
      const type = 'application/connect+proto';
      const reply = await call({ path: RELAY, type, encode: inFrame }, 'identity', body);
      expect(reply).to.match(refused.reply).and.to.include('1000 fields');
    });
  }

  it('are refused in a post that is relayed', async () => {
    const authorization = Buffer.from(`Bearer ${userToken(246)}`);
    const timeout = Buffer.from([0x28, 0x88, 0x27]);
    const post = Buffer.alloc(7_200, Buffer.from([0x78, 0]));
    const body = field(1, Buffer.concat([field(1, authorization), timeout, field(6, post)]));
    const type = 'application/connect+proto';
    expect(await call({ path: RELAY, type, encode: inFrame }, 'identity', body)).to.include(
      'a message has at most 3500 fields',
    );
  });

  for (const path of [IMPORT, BATCH]) {
    for (const [what, record] of Object.entries({
      'that are fine': (index: number) => event(eventOf(index)),
      'without an account': (index: number) => event(eventOf(index, 99)),
      'that are empty': () => field(1, Buffer.alloc(0)),
      'of empty accounts': () => account(Buffer.alloc(0)),
    })) {
      it(`leave the thread to others when there are few enough: 4,000 records ${what} to ${path}`, async () => {
        const body = Buffer.concat(Array.from({ length: 4_000 }, (_, index) => record(index)));
        const reply = await call({ ...grpc, path, type: 'application/grpc' }, 'identity', body);
        expect(reply).to.include('"grpc-status":"0"');
      });
    }
  }

  it('leave the thread to others when a stream has nothing but wrong records', async () => {
    const body = Buffer.alloc(98_000, account(Buffer.alloc(0)));
    const reply = await call({ ...grpc, path: IMPORT, type: 'application/grpc' }, 'identity', body);
    expect(reply).to.include('"grpc-status":"0"');
  });

  it('are no batch when they are more records than an answer tells of', async () => {
    const body = Buffer.alloc(2 * 5_001, Buffer.from([0x0a, 0]));
    const reply = await call({ ...grpc, path: BATCH, type: 'application/grpc' }, 'identity', body);
    expect(reply).to.include('"grpc-status":"3"').and.to.include('records must be at most 5000');
  });
});

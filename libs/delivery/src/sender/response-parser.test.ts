import { expect } from 'chai';
import fc from 'fast-check';

import { InvalidResponseError } from './invalid-response-error.ts';
import { ResponseParser } from './response-parser.ts';

interface Read {
  /** A reading, or the code of a refusal. */
  readonly end: string;
  readonly httpStatus: number | null;
  readonly body: string;
  readonly surplus: boolean;
}

const interim = 'HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n';
const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

/** What comes on a connection, and how it is read. */
const readings: Readonly<Record<string, Read>> = {
  'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok': complete(200, 'ok'),
  'HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n': complete(200, ''),
  'HTTP/1.0 500 \xe9\tx\r\nContent-Length:0\r\n\r\n': complete(500, ''),
  'HTTP/1.1 204 No Content\r\n\r\n': complete(204, ''),
  'HTTP/1.1 304 Not Modified\r\ncontent-length: 10\r\n\r\n': complete(304, ''),
  'HTTP/1.1 999 x\r\ncontent-length: 1 \t\r\nx-empty:\r\n\r\n!': complete(999, '!'),
  [`${interim}${interim}HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n`]: complete(200, ''),
  [`${interim.repeat(16)}HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n`]: complete(200, ''),
  [`${chunked}2\r\nok\r\n0\r\n\r\n`]: complete(200, 'ok'),
  [`${chunked}2;a="b"\r\nok\r\n00A \r\n0123456789\r\n0\r\nx-trailer: y\r\n\r\n`]: complete(
    200,
    'ok0123456789',
  ),
  'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 500': {
    ...complete(200, 'ok'),
    surplus: true,
  },
  [`${chunked}0\r\n\r\nx`]: { ...complete(200, ''), surplus: true },
  'HTTP/1.1 200 OK\r\n\r\nuntil the end': incomplete(200, 'until the end'),
  'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok': incomplete(200, 'ok'),
  [`${chunked}3\r\nok`]: incomplete(200, 'ok'),
  'HTTP/1.1 200 OK\r\ncontent-le': incomplete(null, ''),
  [interim]: incomplete(null, ''),
};

/** What is no answer, and why. */
const refusals: Readonly<Record<string, string>> = {
  'SSH-2.0-OpenSSH_9.2\r\n': 'ERR_RESPONSE_HEAD',
  '{"worked": true}': 'ERR_RESPONSE_HEAD',
  'HTTP/2 200 OK\r\n\r\n': 'ERR_RESPONSE_HEAD',
  'HTTP/1.2 200 OK\r\n\r\n': 'ERR_RESPONSE_HEAD',
  'HTTP/1.1 099 OK\r\n\r\n': 'ERR_RESPONSE_HEAD',
  'HTTP/1.1 2000 OK\r\n\r\n': 'ERR_RESPONSE_HEAD',
  'HTTP/1.1  200 OK\r\n\r\n': 'ERR_RESPONSE_HEAD',
  'HTTP/1.1 200 O\0K\r\n\r\n': 'ERR_RESPONSE_HEAD',
  'HTTP/1.1 200 OK\ncontent-length: 0\n\n': 'ERR_RESPONSE_HEAD',
  'HTTP/1.1 200 OK\r\na: b\n\r\n\r\n': 'ERR_RESPONSE_HEAD',
  'HTTP/1.1 200 OK\r\na: b\rc: d\r\n\r\n': 'ERR_RESPONSE_HEAD',
  'HTTP/1.1 200 OK\r\na: b\r\n folded\r\n\r\n': 'ERR_RESPONSE_HEAD',
  'HTTP/1.1 200 OK\r\nno colon\r\n\r\n': 'ERR_RESPONSE_HEAD',
  'HTTP/1.1 200 OK\r\na : b\r\n\r\n': 'ERR_RESPONSE_HEAD',
  'HTTP/1.1 200 OK\r\n: b\r\n\r\n': 'ERR_RESPONSE_HEAD',
  'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\n': 'ERR_RESPONSE_LENGTH',
  'HTTP/1.1 200 OK\r\ncontent-length: 1, 1\r\n\r\n': 'ERR_RESPONSE_LENGTH',
  'HTTP/1.1 200 OK\r\ncontent-length: +1\r\n\r\n': 'ERR_RESPONSE_LENGTH',
  'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n': 'ERR_RESPONSE_LENGTH',
  'HTTP/1.1 200 OK\r\ncontent-length: 0x1\r\n\r\n': 'ERR_RESPONSE_LENGTH',
  'HTTP/1.1 200 OK\r\ncontent-length:\r\n\r\n': 'ERR_RESPONSE_LENGTH',
  'HTTP/1.1 200 OK\r\ncontent-length: 9007199254740993\r\n\r\n': 'ERR_RESPONSE_LENGTH',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n': 'ERR_RESPONSE_FRAMING',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n':
    'ERR_RESPONSE_FRAMING',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n':
    'ERR_RESPONSE_FRAMING',
  'HTTP/1.1 100 Continue\r\n\r\n': 'ERR_RESPONSE_UPGRADE',
  'HTTP/1.1 101 Switching\r\nupgrade: h2c\r\n\r\n': 'ERR_RESPONSE_UPGRADE',
  [interim.repeat(17)]: 'ERR_RESPONSE_TOO_LONG',
  [`HTTP/1.1 200 OK\r\na: ${'b'.repeat(16_384)}`]: 'ERR_RESPONSE_TOO_LONG',
  [`${chunked}zz\r\n`]: 'ERR_RESPONSE_CHUNK',
  [`${chunked}\r\n`]: 'ERR_RESPONSE_CHUNK',
  [`${chunked}-1\r\n`]: 'ERR_RESPONSE_CHUNK',
  [`${chunked}2\nok\r\n`]: 'ERR_RESPONSE_CHUNK',
  [`${chunked}2\r\nokay\r\n`]: 'ERR_RESPONSE_CHUNK',
  [`${chunked}fffffffffffffff\r\n`]: 'ERR_RESPONSE_CHUNK',
  [`${chunked}1;${'b'.repeat(1_100)}`]: 'ERR_RESPONSE_CHUNK',
  [`${chunked}0\r\n${'a: b\r\n'.repeat(5_000)}`]: 'ERR_RESPONSE_CHUNK',
};

describe('ResponseParser', () => {
  for (const [bytes, expected] of Object.entries(readings)) {
    it(`reads ${show(bytes)} in whatever pieces it comes`, () => {
      inPieces(bytes, (pieces) => expect(read(pieces)).to.deep.equal(expected));
    });
  }

  for (const [bytes, code] of Object.entries(refusals)) {
    it(`refuses ${show(bytes)} in whatever pieces it comes`, () => {
      inPieces(bytes, (pieces) => expect(read(pieces).end).to.equal(code));
    });
  }

  it('stops when no more of a body is wanted', () => {
    for (const bytes of [
      'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok',
      'HTTP/1.1 200 OK\r\n\r\nok',
      `${chunked}2\r\nok`,
      `${chunked}2\r\nok\r\n2\r\nok\r\n`,
    ]) {
      const parser = new ResponseParser(() => false);
      expect(parser.take(Buffer.from(bytes))).to.equal('enough');
    }
  });

  it('reads no more than 256 KiB of an answer, whatever it is made of', () => {
    const parser = new ResponseParser(() => true);
    parser.take(Buffer.from(chunked));
    const piece = Buffer.from(`1;${'x'.repeat(1_000)}\r\na\r\n`);
    const takeAll = (): void => {
      for (let count = 0; count < 300; count += 1) parser.take(piece);
    };
    expect(takeAll).to.throw(InvalidResponseError).with.property('code', 'ERR_RESPONSE_TOO_LONG');
  });

  it('takes the end of the connection as the end of an answer that has no other', () => {
    expect(endAfter('HTTP/1.1 200 OK\r\n\r\nok')).to.equal(true);
    expect(endAfter('')).to.equal(false);
    expect(endAfter('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok')).to.equal(false);
    expect(endAfter(`${chunked}2\r\nok\r\n`)).to.equal(false);
    const wrong = 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 3\r\n\r\nok';
    expect(() => endAfter(wrong)).to.throw(InvalidResponseError);
  });

  for (const [lines, keepsConnection, keptForMs] of [
    ['HTTP/1.1 200 OK', true, null],
    ['HTTP/1.1 200 OK\r\nConnection: Close', false, null],
    ['HTTP/1.1 200 OK\r\nconnection: x , close', false, null],
    ['HTTP/1.1 200 OK\r\nconnection: x\r\nconnection: close', false, null],
    ['HTTP/1.0 200 OK', false, null],
    ['HTTP/1.0 200 OK\r\nconnection: keep-alive', true, null],
    ['HTTP/1.1 200 OK\r\nkeep-alive: timeout=5, max=100', true, 5_000],
    ['HTTP/1.1 200 OK\r\nkeep-alive: max=1,timeout=2', true, 2_000],
    ['HTTP/1.1 200 OK\r\nkeep-alive: notimeout=2', true, null],
  ] as const) {
    it(`knows from ${show(lines)} whether the connection stays`, () => {
      const parser = new ResponseParser(() => true);
      parser.take(Buffer.from(`${lines}\r\n\r\n`));
      expect(parser.head).to.include({ keepsConnection, keptForMs });
    });
  }

  it('knows the first Retry-After', () => {
    const parser = new ResponseParser(() => true);
    parser.take(Buffer.from('HTTP/1.1 429 x\r\nRetry-After: 15 \r\nretry-after: 2\r\n\r\n'));
    expect(parser.head).to.include({ retryAfter: '15' });
  });

  it('ends in sense on whatever comes', () => {
    const line = fc.oneof(
      fc.constantFrom('HTTP/1.1 200 OK', 'HTTP/1.1 103 x', 'content-length: 3', '3', '0', ''),
      fc.constantFrom('transfer-encoding: chunked', 'connection: close', 'abc', ' x'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.constantFrom('\r\n', '\n'),
        (lines, end) => {
          const { end: result } = read([Buffer.from(lines.join(end), 'latin1')]);
          expect(result).to.match(/^(complete|incomplete|enough|ERR_RESPONSE_[A-Z_]+)$/);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

function complete(httpStatus: number, body: string): Read {
  return { end: 'complete', httpStatus, body, surplus: false };
}

function incomplete(httpStatus: number | null, body: string): Read {
  return { end: 'incomplete', httpStatus, body, surplus: false };
}

/** Reads until the answer is there, or is found to be none. */
function read(pieces: readonly Buffer[]): Read {
  let body = '';
  let end: string = 'incomplete';
  const parser = new ResponseParser((data) => {
    body += data.toString('latin1');
    return true;
  });
  let rest = 0;
  try {
    for (const piece of pieces) {
      if (end === 'incomplete') end = parser.take(piece);
      else rest += piece.length;
    }
  } catch (error) {
    end = (error as InvalidResponseError).code;
  }
  const httpStatus = parser.head?.httpStatus ?? null;
  return { end, httpStatus, body, surplus: parser.hasSurplus || rest > 0 };
}

/** Whole, byte by byte where that is not long, and in random pieces. */
function inPieces(text: string, check: (pieces: readonly Buffer[]) => void): void {
  const bytes = Buffer.from(text, 'latin1');
  check([bytes]);
  if (bytes.length < 1_000) check([...bytes].map((byte) => Buffer.from([byte])));
  const cuts = fc.uniqueArray(fc.nat(bytes.length), { maxLength: 4 });
  fc.assert(
    fc.property(cuts, (unsorted) => {
      const places = [0, ...unsorted.toSorted((one, other) => one - other), bytes.length];
      check(places.slice(1).map((place, index) => bytes.subarray(places[index], place)));
    }),
    { numRuns: 50 },
  );
}

function endAfter(text: string): boolean {
  const parser = new ResponseParser(() => true);
  parser.take(Buffer.from(text));
  return parser.end();
}

function show(text: string): string {
  const escaped = JSON.stringify(text);
  return escaped.length > 90 ? `${escaped.slice(0, 90)}…` : escaped;
}

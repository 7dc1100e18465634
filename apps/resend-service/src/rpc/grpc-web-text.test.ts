import { Code, ConnectError } from '@connectrpc/connect';
import { expect } from 'chai';

import { decodeBase64 } from './grpc-web-text.ts';

async function decode(...chunks: string[]): Promise<string> {
  const decoded: Uint8Array[] = [];
  const arrive = async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
  };
  for await (const bytes of decodeBase64(arrive())) decoded.push(bytes);
  return Buffer.concat(decoded).toString();
}

/** Base64 of each piece by itself, one behind the other. */
const encode = (...pieces: string[]): string =>
  pieces.map((piece) => Buffer.from(piece).toString('base64')).join('');

describe('decodeBase64', () => {
  it('decodes pieces that were encoded one by one', async () => {
    expect(await decode(encode('a', 'bb', 'ccc', 'dddd', 'e'))).to.equal('abbcccdddde');
  });

  it('does not mind where it is cut', async () => {
    const text = encode('hello', ' ', 'world', '!');
    for (let size = 1; size <= text.length; size += 1) {
      const chunks = text.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
      expect(await decode(...chunks), `pieces of ${size}`).to.equal('hello world!');
    }
  });

  it('decodes nothing to nothing', async () => {
    expect(await decode()).to.equal('');
  });

  for (const text of [
    'a',
    'abc',
    'ab=',
    '====',
    'a===',
    '=aaa',
    'a=aa',
    'aa=a',
    'ab-_',
    'ab\n=',
    '!!!!',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, async () => {
      const error = await decode(text).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(ConnectError);
      expect(error).to.include({ code: Code.InvalidArgument });
    });
  }

  it('decodes many of the shortest pieces', async () => {
    const text = 'AA=='.repeat(1 << 14);
    expect(await decode(text)).to.have.length(1 << 14);
  });
});

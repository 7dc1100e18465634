import { expect } from 'chai';

import { RequestCutter } from './request-cutter.ts';

const one = 'POST /1 HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello';
const two = 'POST /2 HTTP/1.1\r\nhost: x\r\n\r\n';

describe('RequestCutter', () => {
  it('finds requests wherever the bytes are cut', () => {
    const bytes = Buffer.from(one + two + one);
    for (let size = 1; size <= bytes.length; size += 1) {
      const cutter = new RequestCutter();
      const heads: string[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        heads.push(...cutter.take(bytes.subarray(at, at + size)));
      }
      expect(heads.map((head) => head.split(' ')[1])).to.deep.equal(['/1', '/2', '/1']);
      expect(cutter.isEmpty).to.equal(true);
    }
  });

  it('waits for the whole body', () => {
    const cutter = new RequestCutter();
    expect(cutter.take(Buffer.from(one.slice(0, -1)))).to.deep.equal([]);
    expect(cutter.isEmpty).to.equal(false);
    expect(cutter.take(Buffer.from(one.slice(-1)))).to.have.length(1);
  });
});

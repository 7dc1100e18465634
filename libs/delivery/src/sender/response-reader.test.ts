import { expect } from 'chai';

import { ResponseReader } from './response-reader.ts';

describe('ResponseReader', () => {
  it('takes 16 interim answers and no more', () => {
    const reader = new ResponseReader();
    for (let count = 1; count <= 16; count += 1) expect(reader.readHead(103, {})).to.equal(true);
    expect(reader.readHead(199, {})).to.equal(false);
    expect(reader.httpStatus).to.equal(null);
  });

  it('takes 200 and above as final', () => {
    const reader = new ResponseReader();
    expect(reader.readHead(200, { 'retry-after': '5' })).to.equal(true);
    expect([reader.httpStatus, reader.retryAfter]).to.deep.equal([200, '5']);
  });

  it('knows no Retry-After where there is none, and the first where there are several', () => {
    const reader = new ResponseReader();
    reader.readHead(429, {});
    expect(reader.retryAfter).to.equal(null);
    reader.readHead(429, { 'retry-after': ['15', '2'] });
    expect(reader.retryAfter).to.equal('15');
    reader.readHead(429, { 'retry-after': '30' });
    expect(reader.retryAfter).to.equal('30');
  });

  it('reads to the bound of 64 KiB', () => {
    const reader = new ResponseReader();
    expect(reader.readBody(new Uint8Array(65_535))).to.equal(true);
    expect(reader.readBody(new Uint8Array(1))).to.equal(false);
  });

  it('keeps 4 KiB, and a copy of them', () => {
    const reader = new ResponseReader();
    const chunk = new Uint8Array(4_000).fill(1);
    reader.readBody(chunk);
    reader.readBody(new Uint8Array(97).fill(2));
    reader.readBody(new Uint8Array(1).fill(3));
    chunk.fill(9);
    expect(reader.snippet).to.have.length(4_096);
    expect([reader.snippet?.[0], reader.snippet?.[4_095]]).to.deep.equal([1, 2]);
  });

  it('keeps nothing of nothing', () => {
    const reader = new ResponseReader();
    reader.readBody(new Uint8Array(0));
    expect(reader.snippet).to.equal(null);
  });
});

import { expect } from 'chai';

import { ResponseSnippet } from './response-snippet.ts';

describe('ResponseSnippet', () => {
  it('reads to the bound of 64 KiB', () => {
    const snippet = new ResponseSnippet();
    expect(snippet.take(new Uint8Array(65_535))).to.equal(true);
    expect(snippet.take(new Uint8Array(1))).to.equal(false);
  });

  it('keeps 4 KiB, and a copy of them', () => {
    const snippet = new ResponseSnippet();
    const chunk = new Uint8Array(4_000).fill(1);
    snippet.take(chunk);
    snippet.take(new Uint8Array(97).fill(2));
    snippet.take(new Uint8Array(1).fill(3));
    chunk.fill(9);
    expect(snippet.bytes).to.have.length(4_096);
    expect([snippet.bytes?.[0], snippet.bytes?.[4_095]]).to.deep.equal([1, 2]);
  });

  it('keeps nothing of nothing', () => {
    expect(new ResponseSnippet().bytes).to.equal(null);
  });
});

import { canonicalJson, linkHash, NO_LINK } from '@webhooks/runtime';
import { expect } from 'chai';

import { ChainCheck, type KnownHead } from './verify-chain.ts';

interface Line {
  readonly hash: string;
  readonly previous_hash: string;
  readonly record: { readonly id: number; readonly details: object };
}

describe('ChainCheck', () => {
  /** Five records; some numbers were never given. */
  const lines = chainOf([1, 2, 5, 6, 9]);

  it('finds nothing in an export, whole or a part of it', () => {
    expect(check(lines)).to.equal(null);
    expect(check(lines.slice(2))).to.equal(null);
    expect(check([])).to.equal(null);
  });

  it('finds nothing when the fields of a record stand in another order', () => {
    const [first, ...rest] = lines;
    const { id, details } = first?.record ?? { id: 0, details: {} };
    expect(check([{ ...(first as Line), record: { details, id } }, ...rest])).to.equal(null);
  });

  it('names the record that was changed', () => {
    const changed = at(2, (line) => ({ ...line, record: { id: 5, details: { by: 'another' } } }));
    expect(check(changed)).to.deep.equal({ line: 3, text: 'record 5 is not what was hashed' });
    const rehashed = at(2, (line) => lineOf(line.previous_hash, { id: 5, details: { n: 0 } }));
    expect(check(rehashed)?.text).to.match(/^record 6 does not follow record 5/);
    expect(check(rehashed)?.line).to.equal(4);
  });

  it('names the record before which something is missing, was put in, or stands elsewhere', () => {
    expect(check(lines.toSpliced(2, 1))?.text).to.match(/^record 6 does not follow record 2/);
    const forged = lineOf(lines[1]?.hash ?? '', { id: 3, details: {} });
    expect(check(lines.toSpliced(2, 0, forged))?.text).to.match(
      /^record 5 does not follow record 3/,
    );
    const [a, b, ...rest] = lines as [Line, Line, ...Line[]];
    expect(check([b, a, ...rest])?.text).to.match(/^record 1 does not follow record 2/);
    expect(check([a, a])?.text).to.match(/^record 1 does not follow record 1/);
  });

  it('finds a chain that was made anew by the heads that are known', () => {
    const heads = [headOf(1), headOf(3)];
    expect(check(lines, heads)).to.equal(null);
    const another = chainOf([1, 2, 5, 6, 9], 'another');
    expect(check(another)).to.equal(null);
    expect(check(another, heads)).to.deep.equal({
      line: 2,
      text: 'record 2 had another hash when it was the last one',
    });
  });

  it('finds that the end is missing by the heads that are known', () => {
    expect(check(lines.slice(0, 3), [headOf(4)])).to.deep.equal({
      line: null,
      text: 'ends with record 5, but record 9 was in the chain',
    });
    // What was removed in time says nothing.
    expect(check(lines.slice(3), [headOf(1), headOf(4)])).to.equal(null);
  });

  it('names lines that are no records', () => {
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"hash":"a","previous_hash":"b"}',
      '{"record":{}}',
    ]) {
      const chain = new ChainCheck([]);
      chain.take(1, text);
      expect(chain.end(), text).to.deep.equal({ line: 1, text: 'is no record of an export' });
    }
  });

  function at(index: number, change: (line: Line) => Line): readonly Line[] {
    return lines.with(index, change(lines[index] as Line));
  }

  function headOf(index: number): KnownHead {
    const { hash, record } = lines[index] as Line;
    return { recordId: record.id, hash };
  }
});

function chainOf(ids: readonly number[], by = 'somebody'): readonly Line[] {
  let previous = NO_LINK;
  return ids.map((id) => {
    const line = lineOf(previous, { id, details: { by, text: 'ü "€' } });
    previous = line.hash;
    return line;
  });
}

function lineOf(previous: string, record: Line['record']): Line {
  return { hash: linkHash(previous, canonicalJson(record)), previous_hash: previous, record };
}

function check(lines: readonly Line[], heads: readonly KnownHead[] = []) {
  const chain = new ChainCheck(heads);
  for (const [index, line] of lines.entries()) chain.take(index + 1, JSON.stringify(line));
  return chain.end();
}

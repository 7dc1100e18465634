import { expect } from 'chai';

import BetterSqlite3 from 'better-sqlite3';

import { hideParameters, planByText } from './plan-by-text.ts';

describe('planByText', () => {
  it('hides parameters from the planner, and leaves literals as they are', () => {
    const text = `SELECT ? WHERE (a, b) > (?, ?) AND c IN (?,?) AND d = 'what? it''s' LIMIT ?`;
    expect(hideParameters(text)).to.equal(
      `SELECT +? WHERE (a, b) > (+?, +?) AND c IN (+?,+?) AND d = 'what? it''s' LIMIT +?`,
    );
  });

  it('gives every value back as it was bound', () => {
    using connection = open();
    const read = connection.prepare<[unknown], { value: unknown; type: string }>(
      'SELECT value, typeof(value) AS type FROM (SELECT ? AS value)',
    );
    const bytes = Buffer.of(0, 255, 39);
    for (const [value, type] of [
      [null, 'null'],
      ['00123', 'text'],
      ['1e3', 'text'],
      [1.5, 'real'],
      [bytes, 'blob'],
      [Number.MAX_SAFE_INTEGER, 'real'],
    ] as const) {
      expect(read.get(value)).to.deep.equal({ value, type });
    }
    expect(read.get(12n)).to.deep.equal({ value: 12, type: 'integer' });
  });

  it('compares as a bare parameter does, whatever the type of the column', () => {
    using connection = open();
    connection.exec(`CREATE TABLE t (i INTEGER, s TEXT); INSERT INTO t VALUES (7, '007')`);
    const count = (where: string, value: unknown) =>
      connection.prepare(`SELECT count(*) FROM t WHERE ${where}`).pluck().get(value);
    expect(count('i = ?', '7')).to.equal(1);
    expect(count('s = ?', 7)).to.equal(0);
    expect(count('s = ?', '007')).to.equal(1);
  });
});

function open(): BetterSqlite3.Database & Disposable {
  const connection = new BetterSqlite3(':memory:');
  planByText(connection);
  return Object.assign(connection, { [Symbol.dispose]: () => void connection.close() });
}

import { expect } from 'chai';

import { type Column, writeTable } from './table.ts';
import { Terminal } from './terminal.ts';

interface Row {
  readonly id: number;
  readonly name: string;
}

const columns: readonly Column<Row>[] = [
  { title: 'ID', cell: ({ id }) => id, right: true, colour: () => 'red' },
  { title: 'NAME', cell: ({ name }) => name, atLeast: 5 },
  { title: 'END', cell: () => 'x' },
];

function write(name: string, stream: object = {}, env = {}): string {
  let text = '';
  const output = { write: (part: string) => (text += part), ...stream };
  writeTable(new Terminal(output, env), columns, [
    { id: 7, name },
    { id: 1_234, name: '' },
  ]);
  return text;
}

describe('a table', () => {
  it('is as wide as it has to be in a pipe, without colours', () => {
    expect(write('n'.repeat(100)).split('\n')).to.deep.equal([
      `  ID  NAME${' '.repeat(98)}END`,
      `   7  ${'n'.repeat(100)}  x`,
      `1234  -${' '.repeat(101)}x`,
      '',
    ]);
  });

  it('fits a terminal, and keeps both ends of what it cuts', () => {
    const text = write(
      'abcdefghijklmnopqrstuvwxyz',
      { isTTY: true, columns: 20 },
      { NO_COLOR: '1' },
    );
    expect(text.split('\n')).to.deep.equal([
      '  ID  NAME       END',
      '   7  abcdef…yz  x',
      '1234  -          x',
      '',
    ]);
  });

  it('keeps the end alone where things begin alike', () => {
    const [id, , end] = columns as readonly [Column<Row>, Column<Row>, Column<Row>];
    const name: Column<Row> = { title: 'TYPE', cell: (row) => row.name, atLeast: 5, cut: 'start' };
    let text = '';
    const stream = { isTTY: true, columns: 20, write: (part: string) => (text += part) };
    writeTable(
      new Terminal(stream, { NO_COLOR: '1' }),
      [id, name, end],
      [{ id: 1_234, name: 'QR_CODE_COPY_AND_PASTE_PAID' }],
    );
    expect(text).to.include('1234  …STE_PAID  x\n');
  });

  it('has colours on a terminal alone', () => {
    expect(write('n', { isTTY: true, columns: 80 })).to.include('\u001b[31m7\u001b[0m');
    expect(write('n', { isTTY: true, columns: 80 }, { TERM: 'dumb' })).to.not.include('\u001b');
    expect(write('n', { isTTY: true, columns: 80 }, { NO_COLOR: '1' })).to.not.include('\u001b');
  });

  it('shows nothing that moves a terminal', () => {
    expect(write('a\u001b[2Jb\nc\u0007')).to.include('a?[2Jb?c?');
  });
});

import { expect } from 'chai';

import { type Column, writeTable } from './table.ts';
import { displayWidth } from './display-width.ts';
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

  for (const [name, shown, columns] of [
    ['支付通知', '支付通知', 8],
    ['ação', 'ação', 4],
    ['ac\u0327a\u0303o', 'ac\u0327a\u0303o', 4],
    ['👩\u200d👩\u200d👧 ok', '👩\u200d👩\u200d👧 ok', 5],
    ['❤\ufe0f ok', '❤\ufe0f ok', 5],
    ['🇧🇷 Pix', '🇧🇷 Pix', 6],
    ['ｗｉｄｅ', 'ｗｉｄｅ', 8],
  ] as const) {
    it(`stands in its columns beside ${name}`, () => {
      const [, line = '', next = ''] = write(name).split('\n');
      expect(line).to.equal(`   7  ${shown}  x`);
      expect(next).to.equal(`1234  -${' '.repeat(columns - 1)}  x`);
    });
  }

  for (const [name, shown] of [
    // What is cut between two letters that are wide may leave one column free.
    ['支付通知支付通知支付通知', '支付通…知  x'],
    [
      'a\u0301b\u0301c\u0301d\u0301e\u0301f\u0301g\u0301h\u0301i\u0301j\u0301k\u0301',
      'a\u0301b\u0301c\u0301d\u0301e\u0301f\u0301…j\u0301k\u0301  x',
    ],
  ] as const) {
    it(`cuts no letter apart: ${name}`, () => {
      const text = write(name, { isTTY: true, columns: 20 }, { NO_COLOR: '1' });
      expect(text.split('\n')[1]?.replace(/(?<! ) +x$/, '  x')).to.equal(`   7  ${shown}`);
      expect(text.split('\n')[1]).to.satisfy((line: string) => displayWidth(line) <= 20);
    });
  }

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

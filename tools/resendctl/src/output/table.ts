import { printable } from '@webhooks/tool-kit';

import { beginningOf, displayWidth, endOf } from './display-width.ts';
import type { Colour, Terminal } from './terminal.ts';

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  cell(row: Row): string | number | null;
  /** Numbers stand at the right. */
  readonly right?: boolean;
  /** Where there is no room, it may be cut down to so many columns. */
  readonly atLeast?: number;
  /** It is left out where no row has it. */
  readonly isOptional?: boolean;
  /** What of it is cut away then: the middle unless it is said, or what it begins with. */
  readonly cut?: 'middle' | 'start';
  colour?(row: Row): Colour | null;
}

const GAP = '  ';

/** What stands in one line of a row: those of a whole row, or some where they do not fit. */
type Line<Row> = readonly { readonly column: Column<Row>; readonly width: number }[];

/** What continues a row in a further line. */
const INDENT = '  ';

/**
 * Rows under titles, as wide as needed; cut to the terminal where a column allows it. Columns for
 * which there is no room at all stand in further lines of their row.
 */
export function writeTable<Row>(
  terminal: Terminal,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): void {
  const shown = columns.filter(
    (column) => column.isOptional !== true || rows.some((row) => column.cell(row) !== null),
  );
  const lines = layOut(shown, rows, terminal.width);
  const write = (
    cellOf: (column: Column<Row>) => string,
    paint: (text: string, column: Column<Row>) => string,
  ): void => {
    for (const [number, line] of lines.entries()) {
      const texts = line.map(({ column, width }, index) => {
        const cut = clip(cellOf(column), width, column.cut);
        const isLast = index === line.length - 1;
        const space = ' '.repeat(isLast && !column.right ? 0 : width - displayWidth(cut));
        return column.right ? space + paint(cut, column) : paint(cut, column) + space;
      });
      terminal.line(`${number === 0 ? '' : INDENT}${texts.join(GAP).trimEnd()}`);
    }
  };
  write(
    ({ title }) => title,
    (text) => terminal.paint('bold', text),
  );
  for (const row of rows) {
    write(
      (column) => textOf(column.cell(row)),
      (text, column) => {
        const colour = column.colour?.(row) ?? null;
        return colour === null ? text : terminal.paint(colour, text);
      },
    );
  }
}

/** As few lines as there may be, each fitted to what is available. */
function layOut<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  available: number,
): Line<Row>[] {
  const lines: Column<Row>[][] = [[]];
  const room = (): number => (lines.length === 1 ? available : available - INDENT.length);
  for (const column of columns) {
    const line = lines.at(-1) ?? [];
    const least = [...line, column].map((own) => leastWidth(own, rows));
    if (line.length > 0 && sumOf(least) > room()) lines.push([column]);
    else line.push(column);
  }
  return lines.map((line, index) =>
    fit(line, rows, index === 0 ? available : available - INDENT.length),
  );
}

function wholeWidth<Row>(column: Column<Row>, rows: readonly Row[]): number {
  const cells = rows.map((row) => displayWidth(textOf(column.cell(row))));
  return Math.max(column.title.length, ...cells);
}

function leastWidth<Row>(column: Column<Row>, rows: readonly Row[]): number {
  const whole = wholeWidth(column, rows);
  return Math.min(whole, Math.max(column.atLeast ?? whole, column.title.length));
}

function sumOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
}

/** Widest cells first give way, as far as their columns allow. */
function fit<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  available: number,
): Line<Row> {
  const widths = columns.map((column) => wholeWidth(column, rows));
  const least = columns.map((column) => leastWidth(column, rows));
  for (let excess = sumOf(widths) - available; excess > 0; excess = sumOf(widths) - available) {
    const room = widths.map((width, index) => width - (least[index] ?? width));
    const most = Math.max(...room);
    if (most <= 0) break;
    const index = room.indexOf(most);
    widths[index] = (widths[index] ?? 0) - Math.min(most, excess);
  }
  return columns.map((column, index) => ({ column, width: widths[index] ?? 0 }));
}

function textOf(value: string | number | null): string {
  return value === null || value === '' ? '-' : printable(String(value));
}

/** Keeps both ends of what is too long, since ids differ at either of them, or its end alone. */
function clip(text: string, width: number, cut: Column<never>['cut'] = 'middle'): string {
  if (displayWidth(text) <= width) return text;
  const tail = cut === 'start' ? width - 1 : Math.floor((width - 1) / 3);
  return `${beginningOf(text, width - 1 - tail)}…${endOf(text, tail)}`;
}

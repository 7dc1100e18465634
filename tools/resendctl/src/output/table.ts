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
  /** What of it is cut away then: the middle unless it is said, or what it begins with. */
  readonly cut?: 'middle' | 'start';
  colour?(row: Row): Colour | null;
}

const GAP = '  ';

/** Rows under titles, as wide as needed; cut to the terminal where a column allows it. */
export function writeTable<Row>(
  terminal: Terminal,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): void {
  const cells = rows.map((row) => columns.map((column) => textOf(column.cell(row))));
  const widths = fit(columns, cells, terminal.width);
  const line = (texts: readonly string[], paint: (text: string, index: number) => string): string =>
    texts
      .map((text, index) => {
        const width = widths[index] ?? 0;
        const cut = clip(text, width, columns[index]?.cut);
        const isLast = index === texts.length - 1;
        const space = ' '.repeat(isLast && !columns[index]?.right ? 0 : width - displayWidth(cut));
        const painted = paint(cut, index);
        return columns[index]?.right ? space + painted : painted + space;
      })
      .join(GAP)
      .trimEnd();
  const titles = columns.map(({ title }) => title);
  terminal.line(line(titles, (text) => terminal.paint('bold', text)));
  cells.forEach((texts, number) => {
    const colourOf = (index: number): Colour | null =>
      columns[index]?.colour?.(rows[number] as Row) ?? null;
    const paint = (text: string, index: number): string => {
      const colour = colourOf(index);
      return colour === null ? text : terminal.paint(colour, text);
    };
    terminal.line(line(texts, paint));
  });
}

/** Widest cells first give way, as far as their columns allow. */
function fit<Row>(
  columns: readonly Column<Row>[],
  cells: readonly (readonly string[])[],
  available: number,
): number[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((texts) => displayWidth(texts[index] ?? ''))),
  );
  const excess = (): number =>
    widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1)) - available;
  while (excess() > 0) {
    const room = widths.map((width, index) => {
      const { atLeast = width, title } = columns[index] ?? { title: '' };
      return width - Math.max(atLeast, title.length);
    });
    const most = Math.max(...room);
    if (most <= 0) break;
    const index = room.indexOf(most);
    widths[index] = (widths[index] ?? 0) - Math.min(most, excess());
  }
  return widths;
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

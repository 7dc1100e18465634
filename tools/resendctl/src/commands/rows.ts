import type { Page } from '@webhooks/client';

import { usageError } from '../cli/cli-error.ts';
import type { Arguments, OptionSpecs } from '../cli/command.ts';
import type { ExitReason } from '../cli/exit-codes.ts';
import { type Column, writeTable } from '../output/table.ts';
import { hint, type Session, writeJson } from '../cli/session.ts';

/** Options of everything that has pages. */
export const pageOptions: OptionSpecs = {
  limit: { about: 'rows of the page, 1 to 100; default 20', value: 'N' },
  all: { about: 'everything, page after page; as JSON one row a line' },
};

/** Where rows come from and how they are shown. */
export interface RowSource<Row> {
  readonly columns: readonly Column<Row>[];
  /** What is said when there are none. */
  readonly none: string;
  page(): Promise<Page<Row>>;
  all(): AsyncIterable<Row>;
}

/** Rows that are laid out together; a table of everything is written in such parts. */
const PART = 100;

/** Writes a page, or everything with --all. */
export async function writeRows<Row>(
  args: Arguments,
  session: Session,
  source: RowSource<Row>,
): Promise<ExitReason> {
  const json = args.has('json');
  if (args.has('all')) {
    if (args.has('limit')) throw usageError('--limit and --all exclude each other');
    if (json) for await (const row of source.all()) writeJson(session, row);
    else await writeParts(session, source);
    return 'ok';
  }
  const page = await source.page();
  if (json) {
    writeJson(session, page);
  } else if (page.results.length === 0) {
    // A page of few that match may be empty and not the last.
    session.err.line(page.next === null ? source.none : 'None on this page. The rest: --all');
  } else {
    writeTable(session.out, source.columns, page.results);
    if (page.next !== null) hint(session, 'There are more: --limit 100, or --all');
  }
  return 'ok';
}

async function writeParts<Row>(session: Session, source: RowSource<Row>): Promise<void> {
  let part: Row[] = [];
  let written = 0;
  const write = (): void => {
    if (part.length > 0) writeTable(session.out, source.columns, part);
    written += part.length;
    part = [];
  };
  for await (const row of source.all()) {
    part.push(row);
    if (part.length === PART) write();
  }
  write();
  if (written === 0) session.err.line(source.none);
}

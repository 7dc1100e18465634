import { Readable } from 'node:stream';

import type { Timers } from '@webhooks/domain';
import { ShareLedger } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';
import { MAX_PAGE_SIZE, refusal } from '@webhooks/validation';

import { take } from '../http/request-slots.ts';
import type { RestContext } from '../http/request-state.ts';
import type { RestLimits } from '../server/rest-limits.ts';
import { type ExportPage, pagesBehind, type ReadPage } from './export-pages.ts';

/** What exports take. */
export interface ExportParts {
  readonly limits: Pick<RestLimits, 'maxExports'>;
  readonly timers: Timers;
  /** Aborts when the facade stops. */
  readonly stopping: AbortSignal;
  readonly logger: Logger;
}

/** A form that a list is written in, whole. */
export interface ExportForm<Row> {
  /** As Content-Type has it. */
  readonly type: string;
  /** What comes before the first row. */
  readonly head: string;
  readonly textOf: (row: Row) => string;
}

/** A list that can be asked for whole. */
export interface ExportedList<Row> {
  readonly forms: readonly ExportForm<Row>[];
  /** The name of a file to keep it in, without its ending. */
  readonly fileName: string;
  readonly cursor: number | null;
  readonly read: ReadPage<Row>;
}

/** Answers a request for a whole list; false: it asks for a page. */
export type Export = <Row>(ctx: RestContext, list: ExportedList<Row>) => Promise<boolean>;

/** Rows of each page that an export asks for. */
export const EXPORT_PAGE_SIZE = MAX_PAGE_SIZE;

/** One JSON document a line. */
export function ndjson<Row>(toItem: (row: Row) => unknown): ExportForm<Row> {
  const textOf = (row: Row): string => `${JSON.stringify(toItem(row))}\n`;
  return { type: 'application/x-ndjson', head: '', textOf };
}

/**
 * Writes whole lists where Accept asks for one of their forms, page by page as they are read. What
 * fails after the first page cuts the connection: a list that ends early must not look whole.
 */
export function createExport({ limits, timers, stopping, logger }: ExportParts): Export {
  const slots = new ShareLedger<number>({ capacity: limits.maxExports });

  return async (ctx, { forms, fileName, cursor, read }) => {
    ctx.vary('Accept');
    const form = formAskedFor(ctx, forms);
    if (form === undefined) return false;
    if (new URLSearchParams(ctx.querystring).has('limit')) {
      throw refusal([{ field: 'limit', message: `is of pages, not of ${typeOf(form)}` }]);
    }
    const gone = new AbortController();
    const release = take(ctx, slots, 'exports');
    ctx.res.once('close', () => {
      release();
      gone.abort();
    });
    const first = await read(cursor);
    ctx.type = form.type;
    ctx.set('Content-Disposition', `attachment; filename="${fileName}.${endingOf(form)}"`);
    ctx.set('X-Accel-Buffering', 'no');
    ctx.status = 200;
    if (ctx.method === 'HEAD') return true;
    const over = AbortSignal.any([gone.signal, stopping]);
    const text = textOf(form, first, read, { timers, over });
    const body = Readable.from(text, { objectMode: false, highWaterMark: 1 });
    body.once('error', (error) => {
      const { requestId } = ctx.state;
      logger.debug({ err: error, requestId }, 'An export ended early');
      ctx.res.destroy();
    });
    ctx.body = body;
    return true;
  };
}

async function* textOf<Row>(
  form: ExportForm<Row>,
  first: ExportPage<Row>,
  read: ReadPage<Row>,
  parts: Parameters<typeof pagesBehind>[2],
): AsyncGenerator<string, void> {
  if (form.head !== '') yield form.head;
  for await (const rows of pagesBehind(first, read, parts)) yield rows.map(form.textOf).join('');
}

/** Who takes anything gets a page, and who takes nothing of it, as everywhere, too. */
function formAskedFor<Row>(
  ctx: RestContext,
  forms: readonly ExportForm<Row>[],
): ExportForm<Row> | undefined {
  const asked = ctx.accepts('application/json', ...forms.map(typeOf));
  return forms.find((form) => typeOf(form) === asked);
}

function typeOf({ type }: Pick<ExportForm<never>, 'type'>): string {
  return type.split(';', 1)[0] ?? type;
}

function endingOf(form: Pick<ExportForm<never>, 'type'>): string {
  return typeOf(form) === 'text/csv' ? 'csv' : 'ndjson';
}

import type { PreviewCount, ResendPreview, ResendRequest } from '@webhooks/client';
import { printable } from '@webhooks/tool-kit';

import { nextTest } from '../output/endpoint-progress.ts';
import { counted, formatCount, formatSeconds, formatTime } from '../output/format.ts';
import { type Column, writeTable } from '../output/table.ts';
import type { Terminal } from '../output/terminal.ts';

/** Endpoints and types beyond these are summed up: a person reads this before saying yes. */
const MAX_ROWS = 10;

/** Shows a person what a request would resend. */
export function showPreview(
  terminal: Terminal,
  request: ResendRequest,
  preview: ResendPreview,
  nowMs: number,
): void {
  const {
    events,
    deliveries,
    skipped,
    unwanted_events,
    newer_outside,
    oldest_event_at,
    newest_event_at,
  } = preview;
  if (request.start_datetime !== undefined) {
    terminal.line(`From ${inUtc(request.start_datetime)} to ${inUtc(request.end_datetime)}:`);
  }
  terminal.line(
    `${counted(events, 'event', 'events')}, ${counted(deliveries, 'delivery', 'deliveries')}`,
  );
  for (const line of leftOut(request, preview)) terminal.line(line);
  if (skipped > 0) {
    const disabled = preview.by_endpoint.filter((row) => row.skipped > 0);
    const what = skipped === deliveries ? 'All of them' : `${formatCount(skipped)} of them`;
    terminal.line(`${what} would not be sent, since these are disabled:`);
    for (const { endpoint_id } of disabled.slice(0, MAX_ROWS)) {
      terminal.line(`  ${printable(endpoint_id)}`);
    }
    terminal.line('To enable one: resendctl enable ID');
  }
  tellWaiting(terminal, preview, nowMs);
  if (newer_outside !== null && newer_outside > 0) {
    const objects = counted(newer_outside, 'object has', 'objects have');
    terminal.line(`${objects} a newer event that is not among these`);
  }
  if (unwanted_events > 0) {
    terminal.line(`${counted(unwanted_events, 'event', 'events')} that no endpoint wants`);
  }
  if (deliveries === 0) return;
  if (typeof preview.duration_seconds === 'number') {
    terminal.line(`Takes ${formatSeconds(preview.duration_seconds)} at least, at that rate`);
  }
  terminal.line(`Oldest ${formatTime(oldest_event_at)}, newest ${formatTime(newest_event_at)} UTC`);
  breakdown(terminal, 'EVENT TYPE', preview.by_event_type, (row) => row.event_type);
  breakdown(terminal, 'ENDPOINT', preview.by_endpoint, (row) => row.endpoint_id);
  const outcomes = preview.by_last_outcome.filter((row) => row.deliveries > 0);
  breakdown(terminal, 'LAST OUTCOME', outcomes, (row) => row.last_outcome.replaceAll('_', ' '));
}

/** What would wait, and for what; a server that does not say has nothing here. */
function tellWaiting(
  terminal: Terminal,
  preview: Partial<Pick<ResendPreview, 'waiting' | 'waiting_endpoints'>>,
  nowMs: number,
): void {
  const { waiting = 0, waiting_endpoints: endpoints = [] } = preview;
  if (waiting === 0) return;
  terminal.line(`${formatCount(waiting)} of them would wait, since these take nothing now:`);
  for (const { endpoint_id: id, ...wait } of endpoints.slice(0, MAX_ROWS)) {
    const isProof = wait.waiting_for === 'verification';
    const test = isProof ? 'its URL is not proven' : nextTest(wait.next_test_at, nowMs);
    const line = `  ${printable(id)}`;
    if (test === null) terminal.line(line);
    else if (line.length + 2 + test.length <= terminal.width) terminal.line(`${line}: ${test}`);
    else for (const part of [line, `    ${test}`]) terminal.line(part);
  }
}

/** What UNDELIVERED leaves out, and how to send it all the same. */
function leftOut({ include_in_hand }: ResendRequest, { undelivered }: ResendPreview): string[] {
  if (undelivered === null) return [];
  const { already_delivered, held_by_resend, retried_by_sender } = undelivered;
  const lines: string[] = [];
  if (already_delivered > 0) {
    lines.push(`${formatCount(already_delivered)} left out: already delivered (--state all)`);
  }
  const inHand = [
    [held_by_resend, 'held by unfinished resends'],
    [retried_by_sender, 'retried by their sender'],
  ] as const;
  for (const [count, why] of inHand) {
    if (count === 0) continue;
    lines.push(
      include_in_hand === true
        ? `${formatCount(count)} of them are ${why}`
        : `${formatCount(count)} left out: ${why} (--include-in-hand)`,
    );
  }
  return lines;
}

function breakdown<Row extends PreviewCount>(
  terminal: Terminal,
  title: string,
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): void {
  const named = rows.map((row) => ({ name: printable(nameOf(row)), count: row.deliveries }));
  const rest = named.slice(MAX_ROWS);
  const sum = rest.reduce((total, { count }) => total + count, 0);
  const last = rest.length === 0 ? [] : [{ name: `${rest.length} more`, count: sum }];
  const columns: Column<(typeof named)[number]>[] = [
    { title, cell: ({ name }) => name, atLeast: 20 },
    { title: 'DELIVERIES', cell: ({ count }) => formatCount(count), right: true },
  ];
  terminal.line('');
  writeTable(terminal, columns, [...named.slice(0, MAX_ROWS), ...last]);
}

/** The moment as the API reads it, with its zone. */
function inUtc(datetime: string | Date | undefined): string {
  const text = typeof datetime === 'string' ? datetime : '';
  const utc = new Date(text).toISOString();
  return `${utc.slice(0, 19).replace('T', ' ')} UTC`;
}

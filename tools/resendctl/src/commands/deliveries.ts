import type { DeliveryFilters, DeliveryLog, NoticeLog } from '@webhooks/client';

import { usageError } from '../cli/cli-error.ts';
import type { Arguments, Command } from '../cli/command.ts';
import { parseId, parseLimit } from '../cli/identifiers.ts';
import { formatTime } from '../output/format.ts';
import { colourOf } from '../output/states.ts';
import type { Column } from '../output/table.ts';
import { clientOf } from './client-of.ts';
import { pageOptions, writeRows } from './rows.ts';

const columns: readonly Column<DeliveryLog>[] = [
  { title: 'ID', cell: ({ id }) => id, right: true },
  { title: 'STATE', cell: ({ state }) => state, colour: ({ state }) => colourOf(state) },
  { title: 'EVENT', cell: (row) => row.event_id, atLeast: 6 },
  // Types of one family begin alike.
  { title: 'TYPE', cell: (row) => row.event_type, atLeast: 8, cut: 'start' },
  { title: 'ENDPOINT', cell: (row) => row.endpoint_id, atLeast: 6 },
  { title: 'TRIES', cell: ({ attempts }) => attempts, right: true },
  { title: 'WHY', cell: whyOf, atLeast: 30 },
];

/** What keeps it from being done, or why it is not. */
export function whyOf(row: DeliveryLog | NoticeLog): string | null {
  if (row.state === 'DELIVERED') return String(row.last_http_status ?? '');
  const status = row.last_http_status ?? row.last_error_class;
  const next = row.next_attempt_at && `next ${formatTime(row.next_attempt_at)?.slice(11)}`;
  return [row.reason, status, next].filter((part) => part !== null).join(', ');
}

export const deliveries: Command = {
  name: 'deliveries',
  summary: 'list each event and endpoint of a resend with its outcome',
  operands: 'ID',
  arity: [1, 1],
  options: {
    state: {
      about: 'PENDING, DELIVERED, FAILED, RETRYING, CANCELLED or SKIPPED',
      value: 'STATE',
      choices: ['PENDING', 'DELIVERED', 'FAILED', 'RETRYING', 'CANCELLED', 'SKIPPED'],
    },
    endpoint: { about: 'only to this endpoint', value: 'ID' },
    type: { about: 'only of events of this type', value: 'TYPE' },
    event: { about: 'only of this event', value: 'ID' },
    'http-status': { about: 'only where the last attempt was answered so', value: 'STATUS' },
    'error-class': { about: 'only where the last attempt failed so', value: 'CLASS' },
    csv: { about: 'all of them as CSV, for spreadsheets' },
    ...pageOptions,
  },
  about: ['WHY is the last HTTP status or error, the reason, and when it is tried next (UTC).'],
  examples: [
    ['deliveries 7890 --state FAILED', 'what failed, and why'],
    ['deliveries 7890 --http-status 500', 'what was answered with 500 last'],
    ['deliveries 7890 --csv', 'every delivery, for a spreadsheet'],
    ['deliveries 7890 --all --json', 'every delivery, one JSON document a line'],
  ],
  run: async (args, session) => {
    const id = parseId(args.positionals[0], 'ID');
    const filters = readFilters(args);
    const client = clientOf(args, session);
    const options = { signal: session.signal };
    if (args.has('csv')) {
      const other = ['json', 'limit', 'all'].find((name) => args.has(name));
      if (other !== undefined) throw usageError(`--csv and --${other} exclude each other`);
      for await (const text of client.deliveriesAsCsv(id, filters, options)) session.out.raw(text);
      return 'ok';
    }
    return writeRows(args, session, {
      columns,
      none: `No such deliveries. All there are: resendctl deliveries ${id}`,
      page: () =>
        client.listDeliveries(id, { ...filters, limit: parseLimit(args.one('limit')) }, options),
      all: () => client.allDeliveries(id, { ...filters, limit: 100 }, options),
    });
  },
};

function readFilters(args: Arguments): DeliveryFilters {
  const status = args.one('http-status');
  return {
    state: args.one('state') as DeliveryFilters['state'],
    endpoint_id: args.one('endpoint'),
    event_type: args.one('type'),
    event_id: args.one('event'),
    http_status: status === undefined ? undefined : parseId(status, '--http-status'),
    error_class: args.one('error-class'),
  };
}

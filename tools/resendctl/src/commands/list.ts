import type { ResendFilters, ResendLog } from '@webhooks/client';

import { usageError } from '../cli/cli-error.ts';
import type { Arguments, Command } from '../cli/command.ts';
import { parseId, parseLimit } from '../cli/identifiers.ts';
import { formatCount, formatTime } from '../output/format.ts';
import { colourOf, rangeOf, scopeOf, stateOf } from '../output/states.ts';
import type { Column } from '../output/table.ts';
import { accountOptions, readAccountId } from './account-filter.ts';
import { clientOf } from './client-of.ts';
import { objectOptions, readObject } from './of-object.ts';
import { periodOptions, readPeriod } from './period.ts';
import { pageOptions, writeRows } from './rows.ts';

const columns: readonly Column<ResendLog>[] = [
  { title: 'ID', cell: ({ id }) => id, right: true },
  { title: 'STATUS', cell: stateOf, colour: (row) => colourOf(stateOf(row)) },
  { title: 'WHAT', cell: scopeOf, atLeast: 12 },
  { title: 'CREATED (UTC)', cell: (row) => formatTime(row.created_at) },
  { title: 'DELIVERED', cell: ({ delivered }) => formatCount(delivered), right: true },
  {
    title: 'FAILED',
    cell: (row) => formatCount(row.failed - unsentOf(row)),
    right: true,
    colour: (row) => (row.failed > unsentOf(row) ? 'red' : null),
  },
  {
    title: 'NOT SENT',
    cell: (row) => formatCount(unsentOf(row)),
    right: true,
    colour: (row) => (unsentOf(row) > 0 ? 'yellow' : null),
  },
  { title: 'TOTAL', cell: ({ total }) => formatCount(total), right: true },
  { title: 'RANGE (UTC)', cell: rangeOf, isOptional: true },
];

/** Of failed: skipped, or cancelled before its turn. Servers of before do not say. */
function unsentOf({ skipped = 0, cancelled = 0 }: Partial<ResendLog>): number {
  return skipped + cancelled;
}

export const list: Command = {
  name: 'list',
  summary: 'list your resends, newest first',
  arity: [0, 0],
  options: {
    status: {
      about: 'PENDING, PROCESSING, COMPLETED or FAILED',
      value: 'STATUS',
      choices: ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'],
    },
    ...objectOptions,
    object: { about: 'only those asked for of this one QR Code or Transaction', value: 'ID' },
    ...accountOptions,
    kind: {
      about: 'one (object), range, or retry of what an earlier one did not deliver',
      value: 'KIND',
      choices: ['one', 'range', 'list', 'retry'],
    },
    control: {
      about: 'RUNNING, PAUSED or CANCELLING; only those that are not finished',
      value: 'CONTROL',
      choices: ['RUNNING', 'PAUSED', 'CANCELLING'],
    },
    ...periodOptions('created'),
    anyone: { about: 'those of all users of your accounts, too' },
    ...pageOptions,
  },
  examples: [
    ['list --status FAILED', 'the newest 20 that failed'],
    ['list --anyone --control PAUSED', 'what somebody of your accounts has paused'],
    ['list --anyone --cashin 12345', 'all that have a webhook of a QR Code, of ranges, too'],
    ['list --all --json', 'all of them, one JSON document a line'],
  ],
  run: async (args, session) => {
    const client = clientOf(args, session);
    const account_mirror_id = await readAccountId(args, client, session);
    const filters = { ...readFilters(args, session.nowMs()), account_mirror_id };
    const options = { signal: session.signal };
    return writeRows(args, session, {
      columns,
      none: 'No resends. The first one: resendctl resend --help',
      page: () => client.listResends(filters, options),
      all: () => client.allResends({ ...filters, limit: 100 }, options),
    });
  },
};

function readFilters(args: Arguments, nowMs: number): ResendFilters {
  const idOf = (name: string): number | undefined =>
    args.has(name) ? parseId(args.one(name), `--${name}`) : undefined;
  const { from, to } = readPeriod(args, nowMs);
  const ofObject = readObject(args);
  if (args.has('object') && ofObject.resend_type !== undefined) {
    throw usageError('give either --object, or --cashin or --cashout');
  }
  return {
    kind: args.one('kind') as ResendFilters['kind'],
    control: args.one('control') as ResendFilters['control'],
    created_from: from,
    created_to: to,
    status: args.one('status') as ResendFilters['status'],
    ...(args.has('object') ? { object_reference_id: idOf('object') } : ofObject),
    ...(args.has('anyone') && { created_by: 'anyone' }),
    limit: parseLimit(args.one('limit')),
  };
}

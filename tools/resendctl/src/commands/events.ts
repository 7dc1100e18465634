import type { EventFilters, EventLog, ResendClient } from '@webhooks/client';

import { usageError } from '../cli/cli-error.ts';
import type { Arguments, Command } from '../cli/command.ts';
import { parseKey, parseLimit } from '../cli/identifiers.ts';
import { formatTime } from '../output/format.ts';
import type { Column } from '../output/table.ts';
import { type Session, writeJson } from '../cli/session.ts';
import { accountOptions, readAccountId } from './account-filter.ts';
import { clientOf } from './client-of.ts';
import { objectOptions, readObject } from './of-object.ts';
import { periodOptions, readPeriod } from './period.ts';
import { pageOptions, writeRows } from './rows.ts';
import { showEvent } from './show-event.ts';

const columns: readonly Column<EventLog>[] = [
  { title: 'EVENT', cell: ({ id }) => id, atLeast: 8 },
  // Types of one family begin alike.
  { title: 'TYPE', cell: (row) => row.event_type, atLeast: 8, cut: 'start' },
  { title: 'OCCURRED (UTC)', cell: (row) => formatTime(row.occurred_at) },
  { title: 'OBJECT', cell: (row) => row.object_reference_id, right: true },
  { title: 'ACCOUNT', cell: accountOf, atLeast: 10 },
  { title: 'ORIGINAL', cell: (row) => row.original_outcome ?? 'unknown' },
];

const EVENTS_OF_A_LIST = [
  'cashin',
  'cashout',
  ...Object.keys(accountOptions),
  'from',
  'to',
  'type',
  'endpoint',
  'key',
  'state',
  'include-in-hand',
  'limit',
];

export const events: Command = {
  name: 'events',
  summary: 'list recorded events, or show one with its body and what became of it',
  operands: '[ID]',
  arity: [0, 1],
  options: {
    ...objectOptions,
    ...accountOptions,
    ...periodOptions('occurred'),
    type: { about: 'only events of this type; may be repeated', value: 'TYPE', many: true },
    endpoint: { about: 'only what this endpoint wants', value: 'ID' },
    key: {
      about: 'only events with this end_to_end_id, tx_id, correlation_id or tag',
      value: 'NAME=VALUE',
    },
    state: {
      about: 'only what a resend with this state would send now: UNDELIVERED …',
      value: 'STATE',
      choices: ['ALL', 'FAILED', 'NEVER_ATTEMPTED', 'UNDELIVERED'],
    },
    'include-in-hand': {
      about: 'with --state UNDELIVERED: what its sender retries or another resend holds, too',
    },
    ...pageOptions,
  },
  about: [
    'In the order in which they were recorded, newest first: what came late is at the front.',
    'ORIGINAL is how the original delivery ended. With an ID: the exact body, what would be sent ' +
      'to whom, and each delivery in resends; --json has every attempt.',
  ],
  examples: [
    ['events --cashin 12345', 'what happened to a QR Code'],
    ['events --key end_to_end_id=E1234567820260502130000000000001', 'what is known of a payment'],
    ['events evt_12345_1', 'one event in full'],
    ['events --endpoint ep_17_in --state UNDELIVERED', 'what an endpoint never got'],
    ['events --from -1d --all --json', 'those of a day, one JSON document a line'],
  ],
  run: async (args, session) => {
    const client = clientOf(args, session);
    const [id] = args.positionals;
    if (id !== undefined) return showOne(client, id, args, session);
    const account_mirror_id = await readAccountId(args, client, session);
    const filters = { ...readFilters(args, session.nowMs()), account_mirror_id };
    const options = { signal: session.signal };
    return writeRows(args, session, {
      columns,
      none: 'No such events on this page.',
      page: () => client.listEvents({ ...filters, limit: parseLimit(args.one('limit')) }, options),
      all: () => client.allEvents({ ...filters, limit: 100 }, options),
    });
  },
};

async function showOne(
  client: ResendClient,
  id: string,
  args: Arguments,
  session: Session,
): ReturnType<Command['run']> {
  const given = EVENTS_OF_A_LIST.find((name) => args.has(name));
  if (given !== undefined) throw usageError(`--${given} goes without the ID of an event`);
  const event = await client.getEvent(id, {}, { signal: session.signal });
  if (args.has('json')) writeJson(session, event);
  else showEvent(session.out, event);
  return 'ok';
}

function readState(args: Arguments): Pick<EventFilters, 'delivery_state' | 'include_in_hand'> {
  const delivery_state = args.one('state') as EventFilters['delivery_state'];
  if (!args.has('include-in-hand')) return { delivery_state };
  if (delivery_state !== 'UNDELIVERED') {
    throw usageError('--include-in-hand needs --state undelivered');
  }
  return { delivery_state, include_in_hand: true };
}

function readFilters(args: Arguments, nowMs: number): EventFilters {
  const { from, to } = readPeriod(args, nowMs);
  const types = args.all('type');
  return {
    ...readObject(args),
    start_datetime: from,
    end_datetime: to,
    event_types: types.length === 0 ? undefined : types,
    endpoint_id: args.one('endpoint'),
    ...parseKey(args.one('key')),
    ...readState(args),
  };
}

function accountOf(row: EventLog): string {
  return `${row.source_account_branch_identifier}/${row.source_account_number}`;
}

import type { Endpoint, EndpointStatistics, ResendClient } from '@webhooks/client';
import { printable } from '@webhooks/tool-kit';

import { usageError } from '../cli/cli-error.ts';
import type { Arguments, Command } from '../cli/command.ts';
import { parseId, parseLimit } from '../cli/identifiers.ts';
import { formatCount, formatTime } from '../output/format.ts';
import { type Column, writeTable } from '../output/table.ts';
import { type Session, writeJson } from '../cli/session.ts';
import { accountOptions, readAccountId } from './account-filter.ts';
import { addEndpoint, addOptions } from './add-endpoint.ts';
import { clientOf } from './client-of.ts';
import { removeEndpoint } from './remove-endpoint.ts';
import { pageOptions, writeRows } from './rows.ts';

const columns: readonly Column<Endpoint>[] = [
  { title: 'ID', cell: ({ id }) => id, atLeast: 8 },
  { title: 'ACCOUNT', cell: accountOf, atLeast: 10 },
  { title: 'TYPE', cell: typeOf, atLeast: 8 },
  {
    title: 'STATE',
    cell: stateOf,
    colour: (row) => (stateOf(row) === 'CLOSED' ? 'green' : 'red'),
  },
  { title: 'OK 24H', cell: rateOf, right: true },
  { title: 'P95 MS', cell: (row) => row.last_24h.p95_ms, right: true },
  { title: 'URL', cell: ({ url }) => url, atLeast: 14 },
];

type Stretch = EndpointStatistics['results'][number];

const stretchColumns: readonly Column<Stretch>[] = [
  { title: 'START (UTC)', cell: ({ start }) => formatTime(start) },
  { title: 'TRIES', cell: ({ attempts }) => formatCount(attempts), right: true },
  { title: 'FAILED', cell: ({ failed }) => formatCount(failed), right: true },
  { title: 'P50 MS', cell: (row) => row.p50_ms, right: true },
  { title: 'P95 MS', cell: (row) => row.p95_ms, right: true },
  { title: 'FAILURES', cell: failuresOf, atLeast: 12 },
];

/** What is done with an endpoint by a word before its operand. */
interface Act {
  readonly operand: string;
  /** Those of its options that are not of every command. */
  readonly options: readonly string[];
  readonly run: (operand: string, args: Arguments, session: Session) => ReturnType<Command['run']>;
}

const acts: Readonly<Record<string, Act>> = {
  add: { operand: 'a URL', options: Object.keys(addOptions), run: addEndpoint },
  remove: { operand: 'the ID of an endpoint', options: ['yes'], run: removeEndpoint },
};

export const endpoints: Command = {
  name: 'endpoints',
  summary: 'list your endpoints, show how one does over time, make or remove one',
  operands: '[ID | add URL | remove ID]',
  operandChoices: Object.keys(acts),
  arity: [0, 2],
  codeStands: ({ positionals: [first = ''] }) => first in acts,
  options: {
    hours: { about: 'with an ID: over so many hours; default 24', value: 'N' },
    ...accountOptions,
    ...addOptions,
    yes: { about: 'with remove: without being asked' },
    ...pageOptions,
  },
  about: [
    'STATE is DISABLED, or that of the breaker: CLOSED is well; OPEN failed too often and is left ' +
      'alone for a while; HALF_OPEN is tried with one delivery.',
    'What is marked (test) gets only what a resend names it for, with --deliver-to.',
    'add reads a token and a key that the receiver wants from RESEND_AUTHORIZATION_TOKEN and ' +
      'RESEND_X_FUNCTIONS_KEY. What waits for an endpoint that is removed is skipped; to stop ' +
      'deliveries for a while, use disable.',
  ],
  examples: [
    ['endpoints', 'all of your accounts'],
    ['endpoints --account 0001/123456', 'those of one account'],
    ['endpoints ep_17_in --hours 48', 'one of them over two days'],
    [
      'endpoints add https://hooks.example.com/pix --account 0001/123456 --type CASHIN',
      'all that comes in goes there as well; prints the signing secret',
    ],
    ['endpoints remove ep_17_in', 'for good; asks before it does'],
  ],
  run: async (args, session) => {
    const client = clientOf(args, session);
    const options = { signal: session.signal };
    const [id, operand] = args.positionals;
    const act = id === undefined ? undefined : acts[id];
    if (act !== undefined) {
      if (operand === undefined) throw usageError(`endpoints ${id} needs ${act.operand}`);
      refuseOthers(args, `endpoints ${id}`, act.options);
      return act.run(operand, args, session);
    }
    if (operand !== undefined) throw usageError(`unexpected "${operand}"`);
    refuseOthers(args, 'a list of endpoints', readingOptions);
    if (id !== undefined) return showOne(client, id, args, session);
    if (args.has('hours')) throw usageError('--hours goes with the ID of an endpoint');
    const account_mirror_id = await readAccountId(args, client, session);
    const limit = parseLimit(args.one('limit'));
    return writeRows(args, session, {
      columns,
      none: 'No endpoints.',
      page: () => client.listEndpoints({ account_mirror_id, limit }, options),
      all: () => client.allEndpoints({ account_mirror_id, limit: 100 }, options),
    });
  },
};

const readingOptions = ['hours', ...Object.keys(accountOptions), ...Object.keys(pageOptions)];

/** @throws CliError for an option that means nothing there. */
function refuseOthers(args: Arguments, what: string, allowed: readonly string[]): void {
  const other = Object.keys(endpoints.options).find(
    (name) => args.has(name) && !allowed.includes(name),
  );
  if (other !== undefined) throw usageError(`--${other} does not go with ${what}`);
}

async function showOne(
  client: ResendClient,
  id: string,
  args: Arguments,
  session: Session,
): ReturnType<Command['run']> {
  const options = { signal: session.signal };
  const hours = args.has('hours') ? parseId(args.one('hours'), '--hours') : 24;
  const endpoint = await client.getEndpoint(id, options);
  const statistics = await client.endpointStatistics(id, { hours }, options);
  if (args.has('json')) {
    writeJson(session, { ...endpoint, statistics });
    return 'ok';
  }
  const { out } = session;
  const kind = endpoint.test ? ' (test)' : '';
  out.line(
    `${printable(endpoint.id)}${kind}: ${stateOf(endpoint)}, ${rateOf(endpoint)} in 24 hours`,
  );
  out.line(printable(endpoint.url));
  if (endpoint.breaker.retry_at !== null) {
    out.line(`Tried again at ${formatTime(endpoint.breaker.retry_at)} UTC`);
  }
  if (endpoint.verification === 'pending') {
    out.line('Its URL is not proven yet, so its deliveries wait; see test-endpoint.');
  }
  const certificate = certificateText(endpoint);
  if (certificate !== null) out.line(certificate);
  if (endpoint.recover_automatically) out.line('What it misses in an outage is resent by itself.');
  if (statistics.results.length > 0) writeTable(out, stretchColumns, statistics.results);
  else session.err.line(`Nothing was sent there in the last ${hours} hours.`);
  return 'ok';
}

/** Null without one, and for a server that does not say. */
function certificateText({
  mtls = null,
  mtls_verified: isVerified = false,
}: Partial<Pick<Endpoint, 'mtls' | 'mtls_verified'>>): string | null {
  if (mtls === null) return null;
  const found = isVerified ? 'demands it: verified' : 'not verified; see test-endpoint';
  return `Client certificate ${printable(mtls.identity)}, ${found}`;
}

function accountOf(row: Endpoint): string {
  return `${row.source_account_branch_identifier}/${row.source_account_number}`;
}

function typeOf({ type_webhook: type, test }: Endpoint): string {
  return test ? `${type} (test)` : type;
}

function stateOf({ enabled, breaker }: Endpoint): string {
  return enabled ? breaker.state : 'DISABLED';
}

/** Never rounded up to all of them. */
function rateOf({ last_24h: { success_rate } }: Endpoint): string {
  return success_rate === null ? 'none' : `${Math.floor(success_rate * 1_000) / 10}%`;
}

function failuresOf({ failures_by_class }: Stretch): string {
  return Object.entries(failures_by_class)
    .map(([name, count]) => `${name} ${formatCount(count)}`)
    .join(', ');
}

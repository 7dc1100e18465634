import type { ResendRequest, Restrictions } from '@webhooks/client';

import { usageError } from '../cli/cli-error.ts';
import type { Arguments, OptionSpecs } from '../cli/command.ts';
import { parseRangeEnd, parseUtcOffset } from '../cli/datetime.ts';
import { parseAccount, parseId, parseKey } from '../cli/identifiers.ts';

/** What says which webhooks are meant, for a resend and its preview alike. */
export const selectionOptions: OptionSpecs = {
  cashin: { about: 'webhooks of money that came in; with an ID: of that QR Code', value: '[ID]' },
  cashout: {
    about: 'webhooks of money that went out; with an ID: of that Transaction',
    value: '[ID]',
  },
  object: {
    about: 'these QR Codes or Transactions of one account; may be repeated',
    value: 'ID',
    many: true,
  },
  event: { about: 'these events of one account; may be repeated', value: 'ID', many: true },
  key: {
    about:
      'the events of the --account with this end_to_end_id, tx_id, correlation_id or tag; may be repeated',
    value: 'NAME=VALUE',
    many: true,
  },
  account: { about: 'branch and number of the account, zeros and all', value: 'BRANCH/NUMBER' },
  branch: { about: 'the branch alone, where it or the number has a "/"', value: 'BRANCH' },
  'account-number': { about: 'the number of the account in that --branch', value: 'NUMBER' },
  from: { about: 'first moment of the range', value: 'TIME' },
  to: { about: 'last moment of the range', value: 'TIME' },
  'utc-offset': {
    about: 'zone of times that name none, such as -03:00; default UTC',
    value: 'OFFSET',
  },
  state: {
    about:
      'only what was last FAILED or NEVER_ATTEMPTED at its endpoint, or UNDELIVERED by anybody; ' +
      'default: ALL of an object, what is UNDELIVERED in a range',
    value: 'STATE',
    choices: ['ALL', 'FAILED', 'NEVER_ATTEMPTED', 'UNDELIVERED'],
  },
  'include-in-hand': {
    about: 'with UNDELIVERED also what its sender retries, or an unfinished resend holds',
  },
  'latest-only': { about: 'of the events of one object only the newest' },
  type: { about: 'only events of this type; may be repeated', value: 'TYPE', many: true },
  endpoint: { about: 'only to this endpoint; may be repeated', value: 'ID', many: true },
};

/**
 * Reads which webhooks are meant.
 *
 * @throws CliError that says what is missing or contradicts.
 */
export function readSelection(args: Arguments, nowMs: number): ResendRequest {
  const isIn = args.has('cashin');
  if (isIn === args.has('cashout')) throw usageError('give either --cashin or --cashout', MODES);
  const name = isIn ? 'cashin' : 'cashout';
  const id = args.one(name);
  const list = readList(args);
  if (list !== null && id !== undefined) {
    throw usageError(`give either --${name} an ID, or --object, --event or --key`, MODES);
  }
  const resend_type = isIn ? 'CASHIN' : 'CASHOUT';
  const account = parseAccount({
    account: args.one('account'),
    branch: args.one('branch'),
    number: args.one('account-number'),
  });
  const range = readRange(args, nowMs);
  if (range !== null && account === null) throw usageError('a range needs --account', MODES);
  // What is named is always sent; a range leaves out what its receivers have.
  const restrictions = readRestrictions(
    args,
    id === undefined && list === null ? 'UNDELIVERED' : undefined,
  );
  if (id !== undefined) {
    const object_reference_id = parseId(id, `--${name}`);
    return { resend_type, object_reference_id, ...account, ...range, ...restrictions };
  }
  if (list !== null && 'keys' in list) {
    if (account === null) throw usageError('--key needs --account', MODES);
    return { resend_type, ...list, ...account, ...range, ...restrictions };
  }
  if (list !== null) return { resend_type, ...list, ...account, ...range, ...restrictions };
  if (account !== null && range !== null) {
    return { resend_type, ...account, ...range, ...restrictions };
  }
  throw usageError(`--${name} needs an ID, or --account with --from and --to`, MODES);
}

/** What is named one by one; null where nothing is. */
function readList(args: Arguments) {
  const objects = args.all('object');
  const event_ids = args.all('event');
  const keys = args.all('key').map(parseKey);
  if ([objects, event_ids, keys].filter(({ length }) => length > 0).length > 1) {
    throw usageError('give either --object, --event or --key', MODES);
  }
  if (keys.length > 0) return { keys };
  if (objects.length > 0) {
    return { object_reference_ids: objects.map((id) => parseId(id, '--object')) };
  }
  return event_ids.length > 0 ? { event_ids } : null;
}

const MODES = 'Such as: --cashin 12345, or --cashin --account 0001/123456 --from -2h --to now';

function readRange(args: Arguments, nowMs: number) {
  const from = args.one('from');
  const to = args.one('to');
  const offset = parseUtcOffset(args.one('utc-offset'));
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined) {
    throw usageError(`--${from === undefined ? 'from' : 'to'} is missing`, MODES);
  }
  const start_datetime = parseRangeEnd(from, 'from', offset, nowMs);
  const end_datetime = parseRangeEnd(to, 'to', offset, nowMs);
  if (Date.parse(start_datetime) > Date.parse(end_datetime)) {
    throw usageError(`--from ${start_datetime} lies after --to ${end_datetime}`);
  }
  return { start_datetime, end_datetime };
}

function readRestrictions(
  args: Arguments,
  usualState: Restrictions['delivery_state'],
): Restrictions {
  const given = args.one('state') as Restrictions['delivery_state'];
  const state = given ?? usualState;
  const isGreedy = args.has('include-in-hand');
  if (isGreedy && state !== 'UNDELIVERED') {
    throw usageError('--include-in-hand needs --state undelivered');
  }
  const event_types = args.all('type');
  const endpoint_ids = args.all('endpoint');
  return {
    ...(state === undefined ? {} : { delivery_state: state }),
    ...(isGreedy ? { include_in_hand: true } : {}),
    ...(args.has('latest-only') ? { latest_only: true } : {}),
    ...(event_types.length === 0 ? {} : { event_types }),
    ...(endpoint_ids.length === 0 ? {} : { endpoint_ids }),
  };
}

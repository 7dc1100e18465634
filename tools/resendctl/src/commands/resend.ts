import { ResendConnectionError, type ResendClient, type ResendRequest } from '@webhooks/client';

import { CliError } from '../cli/cli-error.ts';
import type { Arguments, Command } from '../cli/command.ts';
import { DATETIME_HELP } from '../cli/datetime.ts';
import { counted } from '../output/format.ts';
import { clientOf, type Session, writeJson } from '../session.ts';
import { confirm, yesOption } from './confirm.ts';
import { follow } from './follow.ts';
import { readSelection, selectionOptions } from './selection.ts';
import { showPreview } from './show-preview.ts';

const CHECK_KEY = /^[\x21-\x7e]{1,255}$/;

export const resend: Command = {
  name: 'resend',
  summary: 'ask for webhooks again: of one object, or of an account over a range',
  arity: [0, 0],
  options: {
    ...selectionOptions,
    'dry-run': { about: 'show what would be resent, and send nothing' },
    watch: { about: 'stay until it is settled, and show how it gets on' },
    'idempotency-key': {
      about: 'sent twice with the same key it is still one resend; default a random one',
      value: 'KEY',
    },
    yes: yesOption,
  },
  about: [
    'A range shows what would be resent and asks before it sends; in a pipe it needs --yes.',
    DATETIME_HELP,
  ],
  examples: [
    ['resend --cashin 12345', 'every webhook of QR Code 12345'],
    ['resend --cashout 98765 --state failed --watch', 'what failed of a Transaction; wait for it'],
    [
      'resend --cashin --account 0001/123456 --from 2026-05-01 --to 2026-05-12',
      'all cash-in webhooks of an account over twelve days (UTC)',
    ],
    [
      'resend --cashout --account 0001/123456 --from -2h --to now --yes --json',
      'the last two hours, from a program',
    ],
  ],
  run: async (args, session) => {
    const request = readSelection(args, session.nowMs());
    const idempotencyKey = readKey(args);
    const client = clientOf(args, session);
    const isDry = args.has('dry-run');
    const isBulk = request.object_reference_id === undefined;
    if (isDry || (isBulk && !args.has('yes') && session.ask !== null)) {
      const preview = await client.previewResend(request, { signal: session.signal });
      if (isDry && args.has('json')) writeJson(session, preview);
      else showPreview(isDry ? session.out : session.err, request, preview);
      if (isDry) return 'ok';
      const what = counted(preview.deliveries, 'delivery', 'deliveries');
      if (!(await confirm(args, session, `Send ${what}?`))) return 'failed';
    } else if (isBulk) {
      await confirm(args, session, 'Send?', 'Add --yes to send, or --dry-run to look');
    }
    const id = await create(client, request, idempotencyKey, session);
    return report(client, id, args, session);
  },
};

function readKey(args: Arguments): string {
  const key = args.one('idempotency-key') ?? crypto.randomUUID();
  if (CHECK_KEY.test(key)) return key;
  throw new CliError('usage', '--idempotency-key must be 1 to 255 printable ASCII characters');
}

async function create(
  client: ResendClient,
  request: ResendRequest,
  idempotencyKey: string,
  { signal }: Session,
): Promise<number> {
  try {
    return (await client.createResend(request, { idempotencyKey, signal })).id;
  } catch (error) {
    if (!(error instanceof ResendConnectionError)) throw error;
    const hint = `It may have been accepted. Ask again with --idempotency-key ${idempotencyKey}`;
    throw new CliError('unavailable', error.message, hint);
  }
}

/** Tells that a resend was accepted, and stays with it if that is wanted. */
export async function report(
  client: ResendClient,
  id: number,
  args: Arguments,
  session: Session,
): ReturnType<Command['run']> {
  const json = args.has('json');
  if (args.has('watch')) {
    if (!json) session.err.line(`Resend ${id} is accepted.`);
    return follow(client, id, session, json);
  }
  if (json) {
    writeJson(session, await client.getResend(id, { signal: session.signal }));
  } else {
    session.out.line(`Resend ${id} is accepted.`);
    session.err.line(`See how it gets on: resendctl watch ${id}`);
  }
  return 'ok';
}

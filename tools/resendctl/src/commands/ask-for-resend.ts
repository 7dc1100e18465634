import {
  type CreateOptions,
  ResendApiError,
  type ResendClient,
  ResendConnectionError,
  ResendOutcomeUnknownError,
} from '@webhooks/client';

import { CliError } from '../cli/cli-error.ts';
import type { Arguments, OptionSpecs } from '../cli/command.ts';
import { describeError } from '../cli/describe-error.ts';
import type { ExitReason } from '../cli/exit-codes.ts';
import { unwritable } from './unwritable.ts';
import { type Session, writeJson } from '../cli/session.ts';
import { urlOf } from './client-of.ts';
import { follow } from './follow.ts';

/** Options of everything that makes a resend. */
export const askOptions: OptionSpecs = {
  watch: { about: 'stay until it is finished, and show how it gets on' },
  'idempotency-key': {
    about: 'sent twice with the same key it is still one resend; default a random one',
    value: 'KEY',
  },
};

const KEY = /^[\x21-\x7e]{1,255}$/;

/** The key that was given, or a new one. */
export function readKey(args: Arguments): string {
  const key = args.one('idempotency-key') ?? crypto.randomUUID();
  if (KEY.test(key)) return key;
  throw new CliError('usage', '--idempotency-key must be 1 to 255 printable ASCII characters');
}

/** Asks for a resend and answers its ID; where it may exist all the same, the failure says so. */
export async function askForResend(
  idempotencyKey: string,
  { signal }: Session,
  ask: (options: CreateOptions) => Promise<{ readonly id: number }>,
): Promise<number> {
  const again = `Ask again with --idempotency-key ${idempotencyKey}: it is still one resend`;
  try {
    return (await ask({ idempotencyKey, signal })).id;
  } catch (error) {
    if (signal.aborted) throw new CliError('interrupted', 'It may have been accepted.', again);
    if (error instanceof ResendOutcomeUnknownError) {
      const hint =
        error.idempotencyKey === null ? 'Look before you ask again: resendctl list' : again;
      throw new CliError('unknown', error.message, hint);
    }
    if (error instanceof ResendConnectionError) {
      throw new CliError('unavailable', error.message, `It may have been accepted. ${again}`);
    }
    const isAccepted = error instanceof ResendApiError && error.status < 300;
    if (isAccepted) throw new CliError('unknown', error.message, 'Look for it: resendctl list');
    throw error;
  }
}

/** Says that a resend was accepted, and of what a person was shown; stays with it if that is wanted. */
export async function report(
  client: ResendClient,
  id: number,
  args: Arguments,
  session: Session,
  what: string | null = null,
): Promise<ExitReason> {
  const json = args.has('json');
  const accepted = `Resend ${id} accepted${what === null ? '' : `: ${what}`}.`;
  try {
    if (args.has('watch')) {
      if (!json) session.err.line(accepted);
      return await follow(client, id, session, json);
    }
    if (json) writeJson(session, await client.getResend(id, { signal: session.signal }));
    else session.out.line(accepted);
  } catch (error) {
    throw afterAcceptance(id, error, urlOf(args, session.env));
  }
  await session.out.flush();
  if (session.unwritable.aborted) throw unwritable(session, 'ok', `Resend ${id} accepted, but `);
  if (!json) session.err.line(`See how it gets on: resendctl watch ${id}`);
  return 'ok';
}

/** Whatever fails from here on, the resend is accepted: asked for again it would be a second one. */
function afterAcceptance(id: number, error: unknown, url: string): CliError {
  const { reason, message } = describeError(error, url);
  const hint = `Do not ask for it again. See how it gets on: resendctl watch ${id}`;
  const end = reason === 'failed' ? 'unavailable' : reason;
  return new CliError(end, `Resend ${id} accepted, but: ${message}`, hint);
}

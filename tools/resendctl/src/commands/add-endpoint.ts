import { ResendConnectionError, ResendOutcomeUnknownError } from '@webhooks/client';
import { printable } from '@webhooks/tool-kit';

import { CliError, usageError } from '../cli/cli-error.ts';
import type { Arguments, Command, OptionSpecs } from '../cli/command.ts';
import { parseAccount } from '../cli/identifiers.ts';
import { hint, type Session, writeJson } from '../cli/session.ts';
import { readKey } from './ask-for-resend.ts';
import { givenCredentials } from './change-endpoint.ts';
import { clientOf } from './client-of.ts';

/** Options of "endpoints add". */
export const addOptions: OptionSpecs = {
  account: {
    about: 'only of the account with this branch and number; with add: its account',
    value: 'BRANCH/NUMBER',
  },
  type: {
    about: 'with add: CASHIN, CASHOUT, an event type, resend.finished or endpoint.health',
    value: 'TYPE',
  },
  'idempotency-key': {
    about: 'with add: sent twice with the same key it is still one endpoint; default a random one',
    value: 'KEY',
  },
};

/** Makes an endpoint and prints its secret, this once. */
export async function addEndpoint(
  url: string,
  args: Arguments,
  session: Session,
): ReturnType<Command['run']> {
  const account = parseAccount({
    account: args.one('account'),
    branch: undefined,
    number: undefined,
  });
  const type_webhook = args.one('type');
  if (account === null || type_webhook === undefined) {
    throw usageError('endpoints add needs --account and --type', 'Such as: --type CASHIN');
  }
  const asked = { ...account, url, type_webhook, ...givenCredentials(session.env) };
  const idempotencyKey = readKey(args);
  const client = clientOf(args, session);
  const { signal } = session;
  const answer = await client
    .createEndpoint(asked, { idempotencyKey, signal })
    .catch((error: unknown) => {
      throw withKey(error, idempotencyKey, session);
    });
  if (args.has('json')) {
    writeJson(session, answer);
    return 'ok';
  }
  const { endpoint, signing_secret: secret } = answer;
  session.out.line(`${printable(endpoint.id)} is made: ${printable(endpoint.url)}`);
  if (secret !== null) {
    session.out.line(`Its signing secret, shown this once: ${printable(secret)}`);
  }
  hint(session, `Give that secret to the receiver, then: resendctl endpoints ${endpoint.id}`);
  return 'ok';
}

/** It may be there all the same: the same key finds it. */
function withKey(error: unknown, key: string, { signal }: Session): unknown {
  const again = `Ask again with --idempotency-key ${key}: it is still one endpoint`;
  if (signal.aborted) return new CliError('interrupted', 'It may have been made.', again);
  if (error instanceof ResendOutcomeUnknownError) {
    return new CliError('unknown', error.message, again);
  }
  if (error instanceof ResendConnectionError) {
    return new CliError('unavailable', error.message, `It may have been made. ${again}`);
  }
  return error;
}

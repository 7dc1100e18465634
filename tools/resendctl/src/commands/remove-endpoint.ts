import { printable } from '@webhooks/tool-kit';

import { usageError } from '../cli/cli-error.ts';
import type { Arguments, Command } from '../cli/command.ts';
import { type Session, writeJson } from '../cli/session.ts';
import { clientOf } from './client-of.ts';

/** Removes an endpoint for good, once a person agrees. */
export async function removeEndpoint(
  id: string,
  args: Arguments,
  session: Session,
): ReturnType<Command['run']> {
  const client = clientOf(args, session);
  const { signal } = session;
  if (!args.has('yes')) {
    if (session.ask === null) {
      throw usageError('nobody can be asked here whether to remove it', 'Add --yes to remove it');
    }
    const { url } = await client.getEndpoint(id, { signal });
    const answer = await session.ask(
      `Remove ${printable(id)} (${printable(url)}) for good? [y/N] `,
    );
    if (!/^y(es)?$/i.test(answer.trim())) {
      session.err.line('Nothing was removed.');
      return 'failed';
    }
  }
  const answer = await client.removeEndpoint(id, { signal });
  if (args.has('json')) writeJson(session, answer);
  else session.out.line(`${printable(id)} is removed.`);
  return 'ok';
}

import type { FollowedResend, ResendClient } from '@webhooks/client';
import { printable } from '@webhooks/tool-kit';

import { CliError } from '../cli/cli-error.ts';
import type { Command } from '../cli/command.ts';
import { parseId } from '../cli/identifiers.ts';
import { counted, formatCount } from '../output/format.ts';
import type { Session } from '../cli/session.ts';
import { clientOf } from './client-of.ts';
import { askForResend, askOptions, readKey, report } from './ask-for-resend.ts';
import { confirm, yesOption } from './confirm.ts';

export const retryFailed: Command = {
  name: 'retry-failed',
  summary: 'resend exactly what did not succeed in a finished resend',
  operands: 'ID',
  codeStands: true,
  arity: [1, 1],
  options: {
    ...askOptions,
    yes: yesOption,
  },
  about: ['Says how much that is and asks before it sends; in a pipe it needs --yes.'],
  examples: [
    ['retry-failed 7890 --watch', 'a new resend of what failed, was not sent or cancelled'],
  ],
  run: async (args, session) => {
    const id = parseId(args.positionals[0], 'ID');
    const idempotencyKey = readKey(args);
    const client = clientOf(args, session);
    const { signal } = session;
    const resend = await client.getResend(id, { signal });
    const { failed, finished_at } = resend;
    if (finished_at === null) {
      throw new CliError(
        'conflict',
        `Resend ${id} is not finished yet`,
        `Wait for it: resendctl watch ${id}. Or end its retries: resendctl cancel ${id}`,
      );
    }
    if (failed === 0) {
      session.err.line(`Everything of resend ${id} was delivered; nothing was sent.`);
      return 'ok';
    }
    await tellDisabled(client, resend, session);
    const what = counted(failed, 'delivery', 'deliveries');
    if (!(await confirm(args, session, `Send ${what} again?`))) return 'failed';
    const retried = await askForResend(idempotencyKey, session, (options) =>
      client.retryFailed(id, options),
    );
    return report(client, retried, args, session, what);
  },
};

/** Endpoints that are looked at. */
const MAX_LOOKED = 20;

/** What would not be sent at once, because its endpoint is disabled still. */
async function tellDisabled(
  client: ResendClient,
  { endpoints = [] }: Partial<Pick<FollowedResend, 'endpoints'>>,
  { err, signal }: Session,
): Promise<void> {
  const failed = endpoints.filter((one) => one.failed > 0).slice(0, MAX_LOOKED);
  for (const { endpoint_id: id, failed: count } of failed) {
    const { enabled } = await client.getEndpoint(id, { signal });
    if (enabled) continue;
    const name = printable(id);
    err.line(`${formatCount(count)} of them would not be sent: ${name} is disabled`);
    err.line(`Enable it first: resendctl enable ${name}`);
  }
}

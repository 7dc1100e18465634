import { CliError } from '../cli/cli-error.ts';
import type { Command } from '../cli/command.ts';
import { parseId } from '../cli/identifiers.ts';
import { counted } from '../output/format.ts';
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
    const { failed, finished_at } = await client.getResend(id, { signal });
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
    const what = counted(failed, 'delivery', 'deliveries');
    if (!(await confirm(args, session, `Send ${what} again?`))) return 'failed';
    const retried = await askForResend(idempotencyKey, session, (options) =>
      client.retryFailed(id, options),
    );
    return report(client, retried, args, session, what);
  },
};

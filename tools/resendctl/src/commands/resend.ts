import type { ResendPreview } from '@webhooks/client';

import type { Command } from '../cli/command.ts';
import { DATETIME_HELP } from '../cli/datetime.ts';
import { counted, formatCount } from '../output/format.ts';
import { writeJson } from '../cli/session.ts';
import { clientOf } from './client-of.ts';
import { askForResend, askOptions, readKey, report } from './ask-for-resend.ts';
import { confirm, yesOption } from './confirm.ts';
import { countPreview } from './count-preview.ts';
import { readResendOptions, resendOptions } from './resend-options.ts';
import { readSelection, selectionOptions } from './selection.ts';
import { showPreview } from './show-preview.ts';

export const resend: Command = {
  name: 'resend',
  summary: 'ask for webhooks again: of one object, or of an account over a range',
  codeStands: true,
  arity: [0, 0],
  options: {
    ...selectionOptions,
    ...resendOptions,
    'dry-run': { about: 'show what would be resent, and send nothing' },
    ...askOptions,
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
    ['resend --cashin --object 12345,12346 --yes', 'every webhook of two QR Codes'],
    [
      'resend --cashout --account 0001/123456 --from -2h --to now --yes --json',
      'the last two hours, from a program',
    ],
    [
      'resend --cashin --account 0001/123456 --from -2h --to now --name deploy-42 --not-before +8h',
      'the same with a name, tonight',
    ],
  ],
  run: async (args, session) => {
    const nowMs = session.nowMs();
    const request = { ...readSelection(args, nowMs), ...readResendOptions(args, nowMs) };
    const idempotencyKey = readKey(args);
    const client = clientOf(args, session);
    const isDry = args.has('dry-run');
    const isBulk = request.object_reference_id === undefined;
    let shown: string | null = null;
    if (isDry || (isBulk && !args.has('yes') && session.ask !== null)) {
      const preview = await countPreview(client, request, session);
      if (isDry && args.has('json')) writeJson(session, preview);
      else showPreview(isDry ? session.out : session.err, request, preview, nowMs);
      if (isDry) return 'ok';
      const endpoints = counted(preview.by_endpoint.length, 'endpoint', 'endpoints');
      const what = counted(preview.deliveries - preview.skipped, 'delivery', 'deliveries');
      shown = `${what} to ${endpoints}`;
      const later = laterOf(preview);
      if (!(await confirm(args, session, `Send ${what}${later}?`))) return 'failed';
    } else if (isBulk) {
      await confirm(args, session, 'Send?', 'Add --yes to send, or --dry-run to look');
    }
    const id = await askForResend(idempotencyKey, session, (options) =>
      client.createResend(request, options),
    );
    return report(client, id, args, session, shown);
  },
};

/** What of it would wait; nothing for a server that does not say. */
function laterOf({ waiting = 0 }: Partial<Pick<ResendPreview, 'waiting'>>): string {
  return waiting === 0 ? '' : `, ${formatCount(waiting)} of them later`;
}

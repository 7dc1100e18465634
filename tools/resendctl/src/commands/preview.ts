import type { Command } from '../cli/command.ts';
import { DATETIME_HELP } from '../cli/datetime.ts';
import { writeJson } from '../cli/session.ts';
import { clientOf } from './client-of.ts';
import { countPreview } from './count-preview.ts';
import { readResendOptions, resendOptions } from './resend-options.ts';
import { readSelection, selectionOptions } from './selection.ts';
import { showPreview } from './show-preview.ts';

export const preview: Command = {
  name: 'preview',
  summary: 'show what a resend would send; changes nothing',
  arity: [0, 0],
  options: { ...selectionOptions, ...resendOptions },
  about: [DATETIME_HELP],
  examples: [
    ['preview --cashin 12345', 'what is known of QR Code 12345'],
    [
      'preview --cashout --account 0001/123456 --from -7d --to now --state failed',
      'what failed in the last week',
    ],
  ],
  run: async (args, session) => {
    const nowMs = session.nowMs();
    const request = { ...readSelection(args, nowMs), ...readResendOptions(args, nowMs) };
    const found = await countPreview(clientOf(args, session), request, session);
    if (args.has('json')) writeJson(session, found);
    else showPreview(session.out, request, found, nowMs);
    return 'ok';
  },
};

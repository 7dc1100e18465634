import type { NoticeLog } from '@webhooks/client';

import type { Command } from '../cli/command.ts';
import { parseId } from '../cli/identifiers.ts';
import { colourOf } from '../output/states.ts';
import { type Column, writeTable } from '../output/table.ts';
import { formatTime } from '../output/format.ts';
import { writeJson } from '../cli/session.ts';
import { clientOf } from './client-of.ts';
import { whyOf } from './deliveries.ts';

const columns: readonly Column<NoticeLog>[] = [
  { title: 'ENDPOINT', cell: (row) => row.endpoint_id, atLeast: 8 },
  { title: 'STATE', cell: ({ state }) => state, colour: ({ state }) => colourOf(state) },
  { title: 'TRIES', cell: ({ attempts }) => attempts, right: true },
  { title: 'ENDED (UTC)', cell: (row) => formatTime(row.settled_at) },
  { title: 'WHY', cell: whyOf, atLeast: 20 },
];

export const notices: Command = {
  name: 'notices',
  summary: 'list who was told that a resend is finished, and how that went',
  operands: 'ID',
  arity: [1, 1],
  options: {},
  about: ['Endpoints of type resend.finished are told when a resend of their account is finished.'],
  examples: [['notices 7890', 'who was told of resend 7890']],
  run: async (args, session) => {
    const id = parseId(args.positionals[0], 'ID');
    const found = await clientOf(args, session).listNotices(id, { signal: session.signal });
    if (args.has('json')) writeJson(session, { results: found });
    else if (found.length > 0) writeTable(session.out, columns, found);
    else session.err.line('Nobody was told: it is not finished, or no endpoint wants to know.');
    return 'ok';
  },
};

import type { AttemptLog } from '@webhooks/client';

import type { Command } from '../cli/command.ts';
import { parseId } from '../cli/identifiers.ts';
import { formatTime } from '../output/format.ts';
import { type Column, writeTable } from '../output/table.ts';
import { writeJson } from '../cli/session.ts';
import { clientOf } from './client-of.ts';

const columns: readonly Column<AttemptLog>[] = [
  { title: 'NO', cell: ({ number }) => number, right: true },
  { title: 'STARTED (UTC)', cell: (row) => formatTime(row.started_at) },
  { title: 'MS', cell: (row) => row.duration_ms, right: true },
  {
    title: 'RESULT',
    cell: (row) => row.http_status ?? row.error_class,
    colour: (row) => (row.error_class === null ? 'green' : 'red'),
  },
  { title: 'ANSWER', cell: answerOf, atLeast: 20 },
];

/** The beginning of the response, or what went wrong before there was one. */
export function answerOf(row: Omit<AttemptLog, 'number'>): string | null {
  if (row.http_status === null) return row.error_message;
  const isBytes = row.response_snippet !== null && row.response_snippet_text === null;
  return isBytes ? '(no text)' : row.response_snippet_text;
}

export const attempts: Command = {
  name: 'attempts',
  summary: 'list every request of one delivery, with what the endpoint answered',
  operands: 'ID DELIVERY',
  arity: [2, 2],
  options: {},
  about: ['DELIVERY is the ID in the list of deliveries. --json has each answer in full.'],
  examples: [['attempts 7890 1', 'the requests of the first delivery of resend 7890']],
  run: async (args, session) => {
    const [id, delivery] = args.positionals;
    const found = await clientOf(args, session).listAttempts(
      parseId(id, 'ID'),
      parseId(delivery, 'DELIVERY'),
      { signal: session.signal },
    );
    if (args.has('json')) writeJson(session, { results: found });
    else if (found.length > 0) writeTable(session.out, columns, found);
    else session.err.line('There was no attempt yet.');
    return 'ok';
  },
};

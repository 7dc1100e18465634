import type { Command } from '../cli/command.ts';
import { parseId } from '../cli/identifiers.ts';
import { clientOf } from './client-of.ts';
import { follow } from './follow.ts';

export const watch: Command = {
  name: 'watch',
  summary: 'show how a resend gets on until it is finished',
  operands: 'ID',
  codeStands: true,
  arity: [1, 1],
  options: {},
  about: [
    'Ctrl-C ends the watching; the resend goes on. Ends with 0 if everything was delivered, and ' +
      'with 1 if not.',
  ],
  examples: [
    ['watch 7890', 'a bar on a terminal, lines in a pipe'],
    ['watch 7890 --json', 'each change as one JSON document a line'],
  ],
  run: async (args, session) => {
    const id = parseId(args.positionals[0], 'ID');
    return follow(clientOf(args, session), id, session, args.has('json'));
  },
};

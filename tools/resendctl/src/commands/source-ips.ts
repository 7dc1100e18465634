import type { Command } from '../cli/command.ts';
import { writeJson } from '../cli/session.ts';
import { clientOf } from './client-of.ts';

export const sourceIps: Command = {
  name: 'source-ips',
  summary: 'list the addresses that deliveries come from',
  operands: '',
  arity: [0, 0],
  options: {},
  about: ['Addresses and CIDR blocks, for a receiver that lets in nobody else.'],
  examples: [['source-ips', 'one a line']],
  run: async (args, session) => {
    const found = await clientOf(args, session).sourceIps({ signal: session.signal });
    if (args.has('json')) writeJson(session, { source_ips: found });
    else if (found.length > 0) for (const one of found) session.out.line(one);
    else session.err.line('The operator lists no addresses.');
    return 'ok';
  },
};

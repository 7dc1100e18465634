import type { Command } from '../cli/command.ts';
import { parseId, parseRate } from '../cli/identifiers.ts';
import { writeJson } from '../cli/session.ts';
import { clientOf } from './client-of.ts';

export const rate: Command = {
  name: 'rate',
  summary: 'change how fast a resend goes',
  operands: 'ID RATE',
  codeStands: true,
  arity: [2, 2],
  options: {},
  about: [
    'RATE is how many deliveries are started in a second at most, 0.1 to 1000, or "none": as many as ' +
      'its endpoints take.',
  ],
  examples: [
    ['rate 7890 5', 'five a second at most from now on'],
    ['rate 7890 none', 'as fast as its endpoints take it'],
  ],
  run: async (args, session) => {
    const [idText, rateText] = args.positionals;
    const id = parseId(idText, 'ID');
    const max_rate_per_second = rateText === 'none' ? null : parseRate(rateText, 'RATE');
    const { signal } = session;
    const answer = await clientOf(args, session).updateResend(
      id,
      { max_rate_per_second },
      { signal },
    );
    if (args.has('json')) writeJson(session, answer);
    else session.out.line(answer.detail);
    return 'ok';
  },
};

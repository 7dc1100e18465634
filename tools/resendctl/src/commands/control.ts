import type { ControlledResend, ResendClient, CancelledResend } from '@webhooks/client';

import type { Command } from '../cli/command.ts';
import { parseId } from '../cli/identifiers.ts';
import { counted } from '../output/format.ts';
import { hint, type Session, writeJson } from '../cli/session.ts';
import { clientOf } from './client-of.ts';

/** An action on one resend that is done in a moment. */
interface Action<Answer extends ControlledResend> {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  act(client: ResendClient, id: number, signal: AbortSignal): Promise<Answer>;
  tell(answer: Answer, session: Session): void;
}

function control<Answer extends ControlledResend>(action: Action<Answer>): Command {
  const { name, summary, example } = action;
  return {
    name,
    summary,
    operands: 'ID',
    codeStands: true,
    arity: [1, 1],
    options: {},
    examples: [[`${name} 7890`, example]],
    run: async (args, session) => {
      const id = parseId(args.positionals[0], 'ID');
      const answer = await action.act(clientOf(args, session), id, session.signal);
      if (args.has('json')) writeJson(session, answer);
      else action.tell(answer, session);
      return 'ok';
    },
  };
}

export const cancel = control<CancelledResend>({
  name: 'cancel',
  summary: 'stop a resend for good; what is on the wire is finished',
  example: 'nothing more of it is started',
  act: (client, id, signal) => client.cancelResend(id, { signal }),
  tell: ({ detail, in_flight, resend }, { out }) => {
    out.line(detail);
    if (resend.finished_at === null && in_flight !== null && in_flight > 0) {
      const what = counted(in_flight, 'delivery', 'deliveries');
      out.line(`What is on the wire is finished first: ${what}.`);
    }
  },
});

export const pause = control<ControlledResend>({
  name: 'pause',
  summary: 'start nothing more of a resend until it is resumed',
  example: 'what is on the wire is finished, the rest waits',
  act: (client, id, signal) => client.pauseResend(id, { signal }),
  tell: ({ detail, resend }, session) => {
    session.out.line(detail);
    hint(session, `Go on: resendctl resume ${resend.id}`);
  },
});

export const resume = control<ControlledResend>({
  name: 'resume',
  summary: 'go on with a paused resend',
  example: 'it goes on where it was',
  act: (client, id, signal) => client.resumeResend(id, { signal }),
  tell: ({ detail }, { out }) => out.line(detail),
});

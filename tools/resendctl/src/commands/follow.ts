import type { ResendClient, ResendDetail } from '@webhooks/client';

import type { ExitReason } from '../exit-codes.ts';
import { formatCount } from '../output/format.ts';
import { Progress } from '../output/progress.ts';
import { colourOf, stateOf } from '../output/states.ts';
import { type Session, writeJson } from '../session.ts';

/** Shows a resend to its settled state, as JSON one state a line; Ctrl-C leaves it running. */
export async function follow(
  client: ResendClient,
  id: number,
  session: Session,
  json: boolean,
): Promise<ExitReason> {
  const progress = new Progress(session.out, session.nowMs);
  let last: ResendDetail | null = null;
  try {
    for await (const resend of client.watchResend(id, { signal: session.signal })) {
      last = resend;
      if (json) writeJson(session, resend);
      else progress.update(resend);
    }
  } catch (error) {
    progress.end();
    if (!session.signal.aborted) throw error;
    session.err.line(`Resend ${id} goes on. Watch it again: resendctl watch ${id}`);
    return 'interrupted';
  }
  progress.end();
  if (last === null) return 'failed';
  if (!json) tellEnd(session, last);
  return last.status === 'COMPLETED' ? 'ok' : 'failed';
}

function tellEnd({ out, err }: Session, resend: ResendDetail): void {
  const { id, delivered, total, failed, detail, control } = resend;
  const state = out.paint(colourOf(resend.status) ?? 'bold', stateOf(resend));
  const failures = failed > 0 ? `, ${formatCount(failed)} failed` : '';
  out.line(
    `Resend ${id} is ${state}: ${formatCount(delivered)}/${formatCount(total)} delivered${failures}`,
  );
  if (detail !== null) out.line(detail);
  const failedState = control === 'CANCELLING' ? 'CANCELLED' : 'FAILED';
  if (failed > 0) err.line(`See why: resendctl deliveries ${id} --state ${failedState}`);
}

import { ResendApiError, type ResendClient, type ResendDetail } from '@webhooks/client';

import { describeError } from '../cli/describe-error.ts';
import type { ExitReason } from '../cli/exit-codes.ts';
import { formatCount, partsOf, receiptsOf } from '../output/format.ts';
import { Progress } from '../output/progress.ts';
import { colourOf, stateOf } from '../output/states.ts';
import { hint, type Session, writeJson } from '../cli/session.ts';

/** Where something else answers three times in a row, the API is not just being set up anew. */
const MAX_PAGES = 3;

/** Shows a resend to its settled state, as JSON one state a line; Ctrl-C leaves it running. */
export async function follow(
  client: ResendClient,
  id: number,
  session: Session,
  json: boolean,
): Promise<ExitReason> {
  const progress = new Progress(session.out, session.nowMs);
  const signal = AbortSignal.any([session.signal, session.left]);
  let last: ResendDetail | null = null;
  try {
    for await (const resend of client.watchResend(id, { signal, onRetry: tellOnce(session) })) {
      last = resend;
      if (json) writeJson(session, resend);
      else progress.update(resend);
    }
  } catch (error) {
    progress.end();
    if (!signal.aborted) throw error;
    session.err.line(`Resend ${id} goes on. Watch it again: resendctl watch ${id}`);
    return session.signal.aborted ? 'interrupted' : 'left';
  }
  progress.end();
  if (last === null) return 'failed';
  if (!json) await tellEnd(client, session, last);
  return last.status === 'COMPLETED' ? 'ok' : 'failed';
}

/** Says the first of the failures in a row after which the watch continues. */
function tellOnce({ err }: Session): (failure: unknown, retry: number) => void {
  return (failure, retry) => {
    const isPage = failure instanceof ResendApiError && failure.code === 'unexpected_answer';
    if (isPage && retry >= MAX_PAGES) throw failure;
    if (retry === 1) err.line(`${describeError(failure, '').message}. Trying again.`);
  };
}

async function tellEnd(
  client: ResendClient,
  session: Session,
  resend: ResendDetail,
): Promise<void> {
  const { out, signal } = session;
  const { id, delivered, total, failed, detail } = resend;
  const state = out.paint(colourOf(stateOf(resend)) ?? 'bold', stateOf(resend));
  const failures = failed > 0 ? `, ${formatCount(failed)} failed${partsOf(resend)}` : '';
  out.line(
    `Resend ${id} is ${state}: ${formatCount(delivered)}/${formatCount(total)} delivered${failures}`,
  );
  const receipts = receiptsOf(resend);
  if (receipts !== null) out.line(receipts);
  if (detail !== null) out.line(detail);
  if (failed === 0) return;
  const filter = await failuresFilter(client, id, signal);
  hint(session, `See why: resendctl deliveries ${id}${filter}`);
}

/** Picks the state that most of the deliveries without success are in; empty when nobody says. */
async function failuresFilter(
  client: ResendClient,
  id: number,
  signal: AbortSignal,
): Promise<string> {
  try {
    const { by_state: counts } = await client.resendStatistics(id, { signal });
    const states = ['FAILED', 'SKIPPED', 'CANCELLED'] as const;
    const count = (state: (typeof states)[number]): number => counts[state] ?? 0;
    return ` --state ${states.reduce((most, one) => (count(one) > count(most) ? one : most))}`;
  } catch {
    return '';
  }
}

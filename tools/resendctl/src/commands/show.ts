import type { FollowedResend, ResendDetail, ResendStatistics } from '@webhooks/client';
import { printable } from '@webhooks/tool-kit';

import type { Command } from '../cli/command.ts';
import { parseId } from '../cli/identifiers.ts';
import { writeEndpoints } from '../output/endpoint-progress.ts';
import { formatCount, formatTime, partsOf, receiptsOf } from '../output/format.ts';
import { colourOf, scopeOf, stateOf } from '../output/states.ts';
import type { Terminal } from '../output/terminal.ts';
import { writeJson } from '../cli/session.ts';
import { clientOf } from './client-of.ts';
import { sampleLine, showSample } from './show-sample.ts';

export const show: Command = {
  name: 'show',
  summary: 'show one resend',
  operands: 'ID',
  arity: [1, 1],
  options: {},
  examples: [['show 7890', 'its state and counts']],
  run: async (args, session) => {
    const id = parseId(args.positionals[0], 'ID');
    const client = clientOf(args, session);
    const { signal } = session;
    const resend = await client.getResend(id, { signal });
    if (args.has('json')) {
      writeJson(session, resend);
      return 'ok';
    }
    showResend(session.out, resend);
    writeEndpoints(session.out, resend, session.nowMs());
    if (resend.failed > 0) {
      const { failures } = await client.resendStatistics(id, { signal });
      if (failures.length > 0) session.out.line('Failed attempts, by what came of them:');
      showFailures(session.out, failures);
    }
    return 'ok';
  },
};

/** Writes a resend as names and values. */
export function showResend(
  terminal: Terminal,
  resend: ResendDetail & Partial<FollowedResend>,
): void {
  const { start_datetime: start, end_datetime: end } = resend;
  // A server that knows nothing of it leaves it out.
  const { sample = null }: Partial<ResendDetail> = resend;
  const state = terminal.paint(colourOf(stateOf(resend)) ?? 'bold', stateOf(resend));
  const rows: [string, string | null][] = [
    ['Resend', `${resend.id}`],
    ['State', resend.detail === null ? state : `${state}: ${printable(resend.detail)}`],
    ...said(resend),
    ['What', printable(scopeOf(resend))],
    ...narrowed(resend),
    ['Range', start === null ? null : `${formatTime(start)} to ${formatTime(end)} UTC`],
    ['Retry of', resend.retry_of === null ? null : `${resend.retry_of}`],
    ['Created', `${formatTime(resend.created_at)} UTC${creator(resend)}`],
    ['Expires', expiryOf(resend)],
    ['Finished', resend.finished_at === null ? null : `${formatTime(resend.finished_at)} UTC`],
    ['Delivered', `${formatCount(resend.delivered)} of ${formatCount(resend.total)}`],
    ['Receivers', receiptsOf(resend)],
    ['Failed', `${formatCount(resend.failed)}${partsOf(resend)}`],
    ['First', sampleLine(sample)],
    ['Pending', formatCount(resend.pending)],
    ['Deliveries', resend.deliveries_pruned ? 'no longer kept' : null],
  ];
  for (const [name, value] of rows) {
    if (value !== null) terminal.line(`${name.padEnd(11)}${value}`);
  }
  showSample(terminal, sample);
}

/** When what is pending fails; the same at every endpoint. */
function expiryOf({ endpoints = [] }: Partial<FollowedResend>): string | null {
  const expiry = endpoints.find(({ expires_at: at }) => at !== null)?.expires_at ?? null;
  return expiry === null ? null : `${formatTime(expiry)} UTC`;
}

/** What was said of how it is carried out; a server that knows nothing of that leaves it out. */
function said(resend: Partial<ResendDetail>): [string, string | null][] {
  const { name = null, reason = null, not_before: notBefore = null } = resend;
  const { max_rate_per_second: rate = null, deliver_to: deliverTo = null } = resend;
  return [
    ['Name', name === null ? null : printable(name)],
    ['Reason', reason === null ? null : printable(reason)],
    ['Not before', notBefore === null ? null : `${formatTime(notBefore)} UTC`],
    ['Sent to', deliverTo === null ? null : `${printable(deliverTo)} (test)`],
    ['Rate', rate === null ? null : `${rate} a second at most`],
  ];
}

/** What it was narrowed to; a server that does not say so leaves it out. */
function narrowed(resend: Partial<ResendDetail>): [string, string | null][] {
  const { delivery_state: state = 'ALL', include_in_hand: isInHand = false } = resend;
  const { event_types: types = [], endpoint_ids: endpoints = [] } = resend;
  const parts = [
    ...(state === 'ALL' ? [] : [`${state}${isInHand ? ', also what was in hand' : ''}`]),
    ...(resend.latest_only === true ? ['the newest of each object'] : []),
  ];
  return [
    ['Only', parts.length === 0 ? null : parts.join(', ')],
    ['Types', types.length === 0 ? null : printable(types.join(', '))],
    ['Endpoints', endpoints.length === 0 ? null : printable(endpoints.join(', '))],
  ];
}

function creator({ created_by: userId = null }: Partial<ResendDetail>): string {
  return userId === null ? '' : `, by user ${userId}`;
}

/** What its failed attempts have in common, most first. */
function showFailures(terminal: Terminal, failures: ResendStatistics['failures']): void {
  for (const { error_class, http_status, count } of failures) {
    terminal.line(`${formatCount(count).padStart(9)}  ${http_status ?? printable(error_class)}`);
  }
}

import { setTimeout as pause } from 'node:timers/promises';

import type { ResendClient, TestEvent } from '@webhooks/client';
import { printable } from '@webhooks/tool-kit';

import { CliError } from '../cli/cli-error.ts';
import type { Command } from '../cli/command.ts';
import { type Session, writeJson } from '../cli/session.ts';
import { answerOf } from './attempts.ts';
import { clientOf } from './client-of.ts';

const PAUSE_MS = 500;
/** The longest time that a dispatcher waits before it drops a test event, and for an answer to it. */
const MAX_WAIT_MS = 180_000;

const REASONS: Readonly<Record<string, string>> = {
  endpoint_disabled: 'it is disabled',
  endpoint_gone: 'it answered 410 and is disabled',
  endpoint_deleted: 'it was removed',
  expired: 'no dispatcher took it up within a minute',
  not_sent: 'the way out, such as an egress proxy, is closed',
};

export const testEndpoint: Command = {
  name: 'test-endpoint',
  summary: 'send an endpoint one signed test event, and tell what it answers',
  operands: 'ID',
  arity: [1, 1],
  options: {},
  about: [
    'The event has the type webhook.test and the header Webhook-Test: true. It belongs to no resend',
    'and changes nothing that is known of events. At most 10 a minute go to an endpoint.',
  ],
  examples: [['test-endpoint ep_17_in', 'whether it answers 2xx, and how fast']],
  run: async (args, session) => {
    const [id = ''] = args.positionals;
    const event = await settledTestEvent(clientOf(args, session), id, session);
    if (args.has('json')) writeJson(session, event);
    else tell(event, session);
    return event.state === 'DELIVERED' ? 'ok' : 'failed';
  },
};

async function settledTestEvent(
  client: ResendClient,
  id: string,
  { signal, nowMs }: Pick<Session, 'signal' | 'nowMs'>,
): Promise<TestEvent> {
  const endMs = nowMs() + MAX_WAIT_MS;
  let event = await client.sendTestEvent(id, { signal });
  while (event.state === 'PENDING') {
    if (nowMs() >= endMs) {
      throw new CliError('failed', 'The test event is not settled yet: is a dispatcher running?');
    }
    await pause(PAUSE_MS, undefined, { signal });
    event = await client.getTestEvent(id, event.id, { signal });
  }
  return event;
}

const MTLS: Readonly<Record<NonNullable<TestEvent['mtls']>, string>> = {
  verified: 'It demands our client certificate: it refused a call without one.',
  not_demanded: 'It demands no client certificate: it took a call without one.',
  undecided: 'Whether it demands our client certificate could not be told.',
};

function tell(
  { endpoint_id: id, state, reason, attempt, mtls, challenge_answered: challenge }: TestEvent,
  session: Session,
): void {
  const { out } = session;
  const name = printable(id);
  if (attempt === null) {
    out.line(
      `${name}: nothing was sent, since ${REASONS[reason ?? ''] ?? printable(String(reason))}`,
    );
    return;
  }
  const isTaken = state === 'DELIVERED';
  const said = attempt.http_status ?? attempt.error_class ?? '';
  const answer = `answered ${String(said)} in ${String(attempt.duration_ms)} ms`;
  const failed = attempt.http_status === null ? `failed with ${String(said)}` : answer;
  out.line(`${name}: ${out.paint(isTaken ? 'green' : 'red', isTaken ? answer : failed)}`);
  if (isTaken && challenge === false) out.line('It did not send webhook-challenge back.');
  if (mtls !== null) out.line(MTLS[mtls]);
  const text = answerOf(attempt);
  if (text !== null && text !== '') out.line(printable(text));
}

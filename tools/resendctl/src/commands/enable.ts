import type { Endpoint, ResendClient, ResendRequest } from '@webhooks/client';

import type { Arguments, Command } from '../cli/command.ts';
import { usageError } from '../cli/cli-error.ts';
import { parseRangeEnd } from '../cli/datetime.ts';
import { hint, type Session, writeJson } from '../cli/session.ts';
import { counted } from '../output/format.ts';
import { askForResend, askOptions, readKey, report } from './ask-for-resend.ts';
import { checkEndpointId, tellChange } from './change-endpoint.ts';
import { clientOf } from './client-of.ts';
import { confirm, yesOption } from './confirm.ts';
import { countPreview } from './count-preview.ts';
import { showPreview } from './show-preview.ts';

/** What failed last before an endpoint was disabled had happened earlier. */
const EARLIER_MS = 3_600_000;

export const enable: Command = {
  name: 'enable',
  summary: 'deliver again to an endpoint that answered 410 or was disabled',
  operands: 'ENDPOINT',
  codeStands: true,
  arity: [1, 1],
  options: {
    recover: { about: 'then send what is UNDELIVERED at it since it was disabled' },
    from: { about: 'with --recover: since then instead', value: 'TIME' },
    ...askOptions,
    yes: yesOption,
  },
  about: [
    'ENDPOINT is the ID in the list of endpoints.',
    '--recover begins an hour before it was disabled, since what failed last had happened earlier. ' +
      'It shows what that is and asks before it sends; in a pipe it needs --yes.',
  ],
  examples: [
    ['enable ep_17_in', 'new resends go to it again'],
    ['enable ep_17_in --recover --watch', 'and it gets what it missed'],
    ['enable ep_17_in --recover --from -3d', 'also where it was enabled before'],
  ],
  run: async (args, session) => {
    const [id = ''] = args.positionals;
    checkEndpointId(id);
    const from = args.one('from');
    const given =
      from === undefined ? null : parseRangeEnd(from, 'from', '+00:00', session.nowMs());
    const isRecovering = args.has('recover');
    if (!isRecovering && given !== null) throw usageError('--from goes with --recover');
    const client = clientOf(args, session);
    const { signal } = session;
    const answer = await client.updateEndpoint(id, { enabled: true }, { signal });
    if (!isRecovering && args.has('json')) {
      writeJson(session, answer);
      return 'ok';
    }
    if (!args.has('json')) tellChange(session, answer);
    const since = given ?? earlierThan(answer.was_disabled_since);
    if (!isRecovering)
      hint(session, `Send what it missed: resendctl enable ${id} --recover${fromOf(since)}`);
    else if (since === null) {
      throw usageError(
        'it was enabled already: say since when it missed something',
        'Add --from -2h',
      );
    } else return recover(client, { endpoint: answer.endpoint, since }, args, session);
    return 'ok';
  },
};

interface Outage {
  readonly endpoint: Endpoint;
  readonly since: string;
}

/** Sends what is undelivered at an endpoint since a moment, once a person agrees. */
async function recover(
  client: ResendClient,
  outage: Outage,
  args: Arguments,
  session: Session,
): ReturnType<Command['run']> {
  const request = await requestFor(client, outage, session);
  if (request === null) {
    session.err.line('It missed nothing.');
    return 'ok';
  }
  const { asked, deliveries } = request;
  if (!(await confirm(args, session, `Send ${counted(deliveries, 'delivery', 'deliveries')}?`))) {
    return 'failed';
  }
  const id = await askForResend(readKey(args), session, (options) =>
    client.createResend(asked, options),
  );
  return report(client, id, args, session);
}

/** An endpoint of one exact event type says not whether that is money in or out: what has something. */
async function requestFor(client: ResendClient, { endpoint, since }: Outage, session: Session) {
  const { type_webhook: wanted } = endpoint;
  const types = (['CASHIN', 'CASHOUT'] as const).filter(
    (type) => type === wanted || !['CASHIN', 'CASHOUT'].includes(wanted),
  );
  for (const resend_type of types) {
    const asked: ResendRequest = {
      resend_type,
      source_account_branch_identifier: endpoint.source_account_branch_identifier,
      source_account_number: endpoint.source_account_number,
      start_datetime: since,
      end_datetime: new Date(session.nowMs()).toISOString(),
      delivery_state: 'UNDELIVERED',
      endpoint_ids: [endpoint.id],
    };
    const preview = await countPreview(client, asked, session);
    if (preview.deliveries === 0) continue;
    showPreview(session.err, asked, preview, session.nowMs());
    return { asked, deliveries: preview.deliveries };
  }
  return null;
}

function earlierThan(since: string | null): string | null {
  return since === null ? null : new Date(Date.parse(since) - EARLIER_MS).toISOString();
}

/** So that a second call, which finds it enabled, knows since when. */
function fromOf(since: string | null): string {
  return since === null ? ' --from TIME' : ` --from ${since}`;
}

import { once } from 'node:events';

import {
  deliveryLine,
  eventType,
  type ReceivedDelivery,
  startReceiver,
} from '@webhooks/tool-receiver';

import { usageError } from '../cli/cli-error.ts';
import type { Command } from '../cli/command.ts';
import { writeJson } from '../cli/session.ts';

const DEFAULT_PORT = 8090;

export const listen: Command = {
  name: 'listen',
  summary: 'receive webhooks on this machine, verify and print them',
  arity: [0, 0],
  options: {
    port: { about: `port to listen on; default ${DEFAULT_PORT}, 0: any free one`, value: 'PORT' },
    host: { about: 'address to listen on; default 127.0.0.1', value: 'ADDRESS' },
  },
  about: [
    'Signatures are checked with the secrets in RESEND_SECRETS; without any they are not. A bad ' +
      'signature is answered with 401, everything else with 200. Needs no token.',
  ],
  examples: [
    ['listen --port 9000', 'one line for each delivery'],
    ['listen --json', 'one JSON document a line, with the body as text'],
  ],
  run: async (args, session) => {
    const secrets = (session.env['RESEND_SECRETS'] ?? '')
      .split(/[\s,]+/)
      .filter((own) => own !== '');
    const json = args.has('json');
    const host = args.one('host') ?? '127.0.0.1';
    const options = { host, port: portOf(args.one('port')), portSetting: '--port', secrets };
    await using receiver = await start(options, (delivery) => {
      if (json) writeJson(session, toJson(delivery));
      else session.out.line(deliveryLine(delivery));
    });
    const check =
      secrets.length === 0 ? 'signatures are not checked' : `${secrets.length} secret(s) known`;
    session.err.line(`Listening on http://${host}:${receiver.port} (${check}). Ctrl-C ends.`);
    if (!session.signal.aborted) await once(session.signal, 'abort');
    return 'ok';
  },
};

async function start(...parts: Parameters<typeof startReceiver>): ReturnType<typeof startReceiver> {
  try {
    return await startReceiver(...parts);
  } catch (error) {
    if (error instanceof TypeError) throw usageError(`RESEND_SECRETS: ${error.message}`);
    throw error;
  }
}

function portOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw usageError('--port must be a number from 0 to 65535');
}

function toJson({ receivedAt, headers, body, signature, duplicate }: ReceivedDelivery): object {
  const numberOf = (name: string): number | null => Number(headers[name] ?? NaN) || null;
  return {
    received_at: receivedAt.toISOString(),
    id: headers['webhook-id'] ?? null,
    type: eventType(body),
    resend_id: numberOf('webhook-resend-id'),
    attempt: numberOf('webhook-attempt'),
    event_time: headers['webhook-event-time'] ?? null,
    signature: { ok: 'ok', BAD: 'bad', 'not checked': 'not_checked' }[signature],
    duplicate,
    body: Buffer.from(body).toString(),
  };
}

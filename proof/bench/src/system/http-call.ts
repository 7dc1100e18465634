import { once } from 'node:events';
import { Agent, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

import { nowMs } from '../benchmark/clock.ts';

/** Milliseconds without a byte after which a call fails. */
const TIMEOUT_MS = 60_000;

const agent = new Agent({ keepAlive: true });

/** An answer, and when its head came; by the clock of all processes. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly sentMs: number;
  readonly answeredMs: number;
}

/** Calls over kept connections. The leanest client, so that what is measured is the other side. */
export async function callHttp(
  url: string,
  options: {
    readonly method: 'GET' | 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  },
): Promise<HttpAnswer> {
  const { method, headers, body = '' } = options;
  const sentMs = nowMs();
  const call = request(url, { agent, method, headers, timeout: TIMEOUT_MS });
  call.once('timeout', () => call.destroy(new Error(`${url} does not answer`)));
  call.end(body);
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  const answeredMs = nowMs();
  const status = answer.statusCode ?? 0;
  return { status, headers: answer.headers, body: await text(answer), sentMs, answeredMs };
}

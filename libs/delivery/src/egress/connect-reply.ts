/** What a proxy answered to CONNECT. */
export interface ConnectReply {
  readonly status: number;
  /** The words behind the status. */
  readonly reasonPhrase: string;
  /** By lower-case name; of those that come more than once, the first. */
  readonly headers: ReadonlyMap<string, string>;
}

/** What an answer means: the way stands, the receiver is out of reach, or the proxy does not want to. */
export type Verdict =
  'established' | 'unreachable' | 'too_late' | 'unknown_name' | 'credentials' | 'refused';

/** An answer beyond it is none. */
export const maxReplyBytes = 16 * 1024;

const statusLine = /^HTTP\/1\.[01] ([1-5]\d\d)(?: ([^\r\n]*))?$/;

/** Reads the head of an answer; null when it is not HTTP/1. */
export function parseReply(head: string): ConnectReply | null {
  const [first = '', ...lines] = head.split('\r\n');
  const match = statusLine.exec(first);
  if (match === null) return null;
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) return null;
    const name = line.slice(0, colon).toLowerCase();
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { status: Number(match[1]), reasonPhrase: match[2] ?? '', headers };
}

/**
 * Proxies say in different ways that a receiver could not be reached: by the status (502, 504), by
 * Proxy-Status (RFC 9209), by X-Squid-Error beside a 503, or by the words that tinyproxy puts behind
 * its 500. Whatever else is no 2xx is a decision of the proxy.
 */
export function judgeReply(reply: ConnectReply): Verdict {
  const { status, reasonPhrase, headers } = reply;
  if (status >= 200 && status <= 299) return 'established';
  // tinyproxy says 407 to none and 401 to wrong ones.
  if (status === 407 || status === 401) return 'credentials';
  const said = saidError(headers);
  if (said !== null) return said;
  if (status === 504) return 'too_late';
  if (status === 502) return 'unreachable';
  return status === 500 && reasonPhrase === 'Unable to connect' ? 'unreachable' : 'refused';
}

const errorTypes: ReadonlyMap<string, Verdict> = new Map([
  ['dns_error', 'unknown_name'],
  ['dns_timeout', 'unknown_name'],
  ['destination_not_found', 'unknown_name'],
  ['destination_unavailable', 'unreachable'],
  ['destination_ip_unroutable', 'unreachable'],
  ['connection_refused', 'unreachable'],
  ['connection_terminated', 'unreachable'],
  ['connection_timeout', 'too_late'],
]);

/** A number of the system's may follow; squid gives up waiting as it is refused. */
const squidErrors: ReadonlyMap<string, Verdict> = new Map([
  ['ERR_CONNECT_FAIL', 'unreachable'],
  ['ERR_DNS_FAIL', 'unknown_name'],
]);

function saidError(headers: ReadonlyMap<string, string>): Verdict | null {
  const ofStatus = /;\s*error=([a-z_]+)/.exec(headers.get('proxy-status') ?? '')?.[1];
  const ofSquid = headers.get('x-squid-error') ?? '';
  return errorTypes.get(ofStatus ?? '') ?? squidErrors.get(ofSquid.split(' ')[0] ?? '') ?? null;
}

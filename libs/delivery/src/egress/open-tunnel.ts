import { isIP, Socket, type LookupFunction, type TcpNetConnectOpts } from 'node:net';
import { promisify } from 'node:util';

import { judgeReply, type Verdict } from './connect-reply.ts';
import { authority, type EgressProxy } from './egress-proxy.ts';
import { NotSentError } from './not-sent-error.ts';
import { askProxy, connectToProxy, InvalidReplyError } from './proxy-connection.ts';
import type { ProxyGate, ProxyPassage } from './proxy-gate.ts';
import { ReceiverUnreachableError } from './receiver-unreachable-error.ts';

/** A way to receivers through one proxy. */
export interface ProxyRoute {
  /** Connections are shared by what has the same. */
  readonly key: string;
  readonly gate: ProxyGate;
  /** Resolves the proxy's own name; null: the system's. */
  readonly proxyLookup: LookupFunction | null;
  /** From the connection to the proxy to its answers to CONNECT. */
  readonly timeoutMs: number;
}

export interface TunnelOptions {
  readonly route: ProxyRoute;
  /** Of the receiver: a name or a literal address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Judges what the receiver's name resolves to; not asked where the proxy gets the name. */
  readonly lookup: LookupFunction;
  readonly createSocket: (options: TcpNetConnectOpts) => Socket;
  /** The receiver is known, and the proxy is asked from now on. */
  readonly onAddress: () => void;
  /** Aborted by who does not want it any more. */
  readonly signal: AbortSignal;
}

/** Addresses of a name that a proxy is asked for, one after the other. */
const maxAddresses = 4;
/** Before a receiver is asked for again that the proxy does not want to connect to. */
const refusedPauseMs = 30_000;
/** A proxy that answers nothing at all in it does not work; less where less is allowed for it all. */
const aliveTimeoutMs = 2_000;

/** Any HTTP proxy answers this by itself, be it with an error. */
const aliveRequest = 'OPTIONS * HTTP/1.1\r\nHost: proxy.invalid\r\nMax-Forwards: 0\r\n\r\n';

/**
 * A connection to a receiver through a proxy: to an address that was judged here, or, where the
 * setting says so, to a name that the proxy judges. Rejects with NotSentError for what is the proxy's
 * own, with ReceiverUnreachableError for what it says of the receiver, and with what the lookup says.
 */
export async function openTunnel(options: TunnelOptions): Promise<Socket> {
  const { route, signal } = options;
  const passage = route.gate.enter();
  try {
    const addresses = await addressesOf(options);
    signal.throwIfAborted();
    options.onAddress();
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(route.timeoutMs)]);
    let refusal: Refusal = { verdict: 'too_late', status: null };
    for (const address of addresses) {
      if (deadline.aborted) break;
      const result = await connectThrough(options, passage, address, deadline);
      if (result instanceof Socket) return result;
      if (result.verdict === 'credentials') throw passage.failed(...credentialsRefused);
      // What the proxy refuses says nothing of the receiver, whatever it says of another address.
      if (refusal.verdict !== 'refused') refusal = result;
    }
    throw errorOf(refusal, route.gate.proxy);
  } finally {
    passage.left();
  }
}

const credentialsRefused = [
  'proxy_refused_credentials',
  'The proxy asks for other credentials',
] as const;

async function addressesOf({ route, host, lookup }: TunnelOptions): Promise<readonly string[]> {
  if (isIP(host) !== 0 || route.gate.proxy.isByName) return [host];
  const all = promisify<string, { readonly all: true }, readonly { readonly address: string }[]>(
    lookup as never,
  );
  return (await all(host, { all: true })).slice(0, maxAddresses).map(({ address }) => address);
}

/** Why a proxy that works gave no connection; the status that it answered, null without one. */
interface Refusal {
  readonly verdict: Exclude<Verdict, 'established'>;
  readonly status: number | null;
}

/** The connection, or why the proxy gave none. */
async function connectThrough(
  { route, port, createSocket, signal }: TunnelOptions,
  passage: ProxyPassage,
  address: string,
  deadline: AbortSignal,
): Promise<Socket | Refusal> {
  const { proxy } = route.gate;
  const connecting = { proxy, lookup: route.proxyLookup, createSocket };
  let socket: Socket | null = null;
  try {
    socket = await connectToProxy({ ...connecting, signal: deadline });
    const reply = await askProxy(socket, connectRequest(proxy, authority(address, port)), deadline);
    const verdict = judgeReply(reply);
    if (verdict !== 'credentials') passage.answered();
    if (verdict === 'established') return socket;
    socket.destroy();
    return { verdict, status: reply.status };
  } catch (error) {
    socket?.destroy();
    if (signal.aborted) throw signal.reason;
    // It took the connection and says nothing of it: who keeps it waiting, the receiver or the proxy?
    if (socket !== null && deadline.aborted && (await isAlive(connecting, route, signal))) {
      passage.answered();
      return { verdict: 'too_late', status: null };
    }
    throw passage.failed('proxy_unreachable', describe(error, deadline, route.timeoutMs));
  }
}

function connectRequest({ authorization }: EgressProxy, target: string): string {
  const credentials = authorization === null ? '' : `Proxy-Authorization: ${authorization}\r\n`;
  return `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${credentials}\r\n`;
}

async function isAlive(
  connecting: Omit<Parameters<typeof connectToProxy>[0], 'signal'>,
  { timeoutMs }: ProxyRoute,
  given: AbortSignal,
): Promise<boolean> {
  const withinMs = Math.min(aliveTimeoutMs, Math.floor(timeoutMs / 2));
  const signal = AbortSignal.any([given, AbortSignal.timeout(withinMs)]);
  try {
    const socket = await connectToProxy({ ...connecting, signal });
    await askProxy(socket, aliveRequest, signal).finally(() => socket.destroy());
    return true;
  } catch {
    return false;
  }
}

/** In words that hold no address of anybody. */
function describe(error: unknown, deadline: AbortSignal, timeoutMs: number): string {
  if (error instanceof InvalidReplyError) return error.message;
  if (deadline.aborted) return `The proxy did not answer within ${timeoutMs} ms`;
  const code = (error as { readonly code?: unknown }).code;
  const detail = typeof code === 'string' ? ` (${code})` : '';
  return `No connection to the proxy could be made${detail}`;
}

function errorOf({ verdict, status }: Refusal, proxy: EgressProxy): Error {
  switch (verdict) {
    case 'unreachable':
      return new ReceiverUnreachableError('connect_refused', 'says the proxy');
    case 'too_late':
      return new ReceiverUnreachableError('connect_timeout', 'says the proxy');
    case 'unknown_name':
      return new ReceiverUnreachableError('dns', 'says the proxy');
    case 'refused':
    case 'credentials': {
      const message = `The proxy does not connect to a receiver (${String(status)})`;
      const shown = authority(proxy.host, proxy.port);
      return new NotSentError('proxy_refused_receiver', shown, message, refusedPauseMs);
    }
  }
}

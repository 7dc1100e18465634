import {
  Code,
  ConnectError,
  createClient,
  type Interceptor,
  type Transport,
} from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-node';
import { FACADE_SECRET_HEADER } from '@webhooks/auth';
import { Health } from '@webhooks/contracts';
import { ServiceSessionManager } from '@webhooks/contracts/connection';

/** A page of 100 resends, each with its filters filled up, takes some 900 KiB. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** A link that went dead without a word is noticed after both of these. */
const PROBE_INTERVAL_MS = 3_000;
const PROBE_TIMEOUT_MS = 2_000;

/** A way to the service over one HTTP/2 connection, which is made anew when it breaks. */
export interface ServiceTransport extends Disposable {
  readonly transport: Transport;
}

/** Where the service is, and how it is called. */
export interface ServiceAddress {
  readonly rpcUrl: URL;
  /** The deadline of every call that does not name its own. */
  readonly rpcTimeoutMs: number;
  /** Goes with every call, so that the service believes for which address it is made. */
  readonly facadeSecret?: string;
}

/** Connects as soon as there is a call. */
export function openServiceTransport(service: ServiceAddress): ServiceTransport {
  const { rpcUrl: url, rpcTimeoutMs: timeoutMs, facadeSecret } = service;
  // The manager's own pings throw out of a timer when the session ended in between, which would end
  // the process; a call of the health service asks the same.
  const sessionManager = new ServiceSessionManager(url);
  // The binary protocol of Connect: fewer frames and headers a call than gRPC, and no trailers.
  const transport = createConnectTransport({
    httpVersion: '2',
    baseUrl: url.href,
    sessionManager,
    acceptCompression: [],
    readMaxBytes: MAX_MESSAGE_BYTES,
    writeMaxBytes: MAX_MESSAGE_BYTES,
    defaultTimeoutMs: timeoutMs,
    interceptors: facadeSecret === undefined ? [] : [showSecret(facadeSecret)],
  });
  const probes = setInterval(() => void probe(transport, sessionManager), PROBE_INTERVAL_MS);
  probes.unref();
  return {
    transport,
    [Symbol.dispose]: () => {
      clearInterval(probes);
      sessionManager.abort();
    },
  };
}

function showSecret(secret: string): Interceptor {
  return (next) => (request) => {
    request.header.set(FACADE_SECRET_HEADER, secret);
    return next(request);
  };
}

/** Ends a connection over which the service does not answer, and every call on it. */
async function probe(transport: Transport, sessionManager: ServiceSessionManager): Promise<void> {
  const state = sessionManager.state();
  if (state !== 'open' && state !== 'idle') return;
  try {
    await createClient(Health, transport).check({}, { timeoutMs: PROBE_TIMEOUT_MS });
  } catch (error) {
    if (ConnectError.from(error).code !== Code.DeadlineExceeded) return;
    sessionManager.abort(new ConnectError('the service does not answer', Code.Unavailable));
  }
}

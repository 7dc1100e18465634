import { Code, ConnectError, createClient, type Transport } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { Health } from '@webhooks/contracts';
import { CoreSessionManager } from '@webhooks/contracts/connection';

/** A page of 100 resends, each with its filters filled up, takes some 900 KiB. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** A link that went dead without a word is noticed after both of these. */
const PROBE_INTERVAL_MS = 3_000;
const PROBE_TIMEOUT_MS = 2_000;

/** A way to the core over one HTTP/2 connection, which is made anew when it breaks. */
export interface CoreTransport extends Disposable {
  readonly transport: Transport;
}

/** timeoutMs: the deadline of every call that does not name its own. */
export function openCoreTransport(url: URL, timeoutMs: number): CoreTransport {
  // The manager's own pings throw out of a timer when the session ended in between, which would end
  // the process; a call of the health service asks the same.
  const sessionManager = new CoreSessionManager(url);
  const transport = createGrpcTransport({
    baseUrl: url.href,
    sessionManager,
    acceptCompression: [],
    readMaxBytes: MAX_MESSAGE_BYTES,
    writeMaxBytes: MAX_MESSAGE_BYTES,
    defaultTimeoutMs: timeoutMs,
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

/** Ends a connection over which the core does not answer, and every call on it. */
async function probe(transport: Transport, sessionManager: CoreSessionManager): Promise<void> {
  const state = sessionManager.state();
  if (state !== 'open' && state !== 'idle') return;
  try {
    await createClient(Health, transport).check({}, { timeoutMs: PROBE_TIMEOUT_MS });
  } catch (error) {
    if (ConnectError.from(error).code !== Code.DeadlineExceeded) return;
    sessionManager.abort(new ConnectError('the core does not answer', Code.Unavailable));
  }
}

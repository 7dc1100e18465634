import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';

import type { Socket } from 'node:net';

import { listen } from '@webhooks/runtime';

import type { Metrics } from './metrics/metrics.ts';
import { readinessProbe, type Readiness } from './readiness-probe.ts';

/** Where the admin server listens and what it asks. */
export interface AdminServerOptions {
  readonly host: string;
  /** 0 asks the system for a free port. */
  readonly port: number;
  /** Environment variable of the port; named when the port cannot be had. */
  readonly setting?: string;
  readonly readiness: Readiness;
  readonly metrics: Pick<Metrics, 'contentType' | 'text'>;
}

/** The running admin server. */
export interface AdminServer extends AsyncDisposable {
  readonly port: number;
}

const TIMEOUT_MS = 5_000;
/** Below the descriptors that servers of callers leave free, however few there are. */
const MAX_CONNECTIONS = 16;
const MAX_HEADER_BYTES = 8_192;

/**
 * Serves GET and HEAD of /livez (200 while the process turns) and /readyz (200, or 503 when a check
 * is false, with the checks as JSON) for supervisors, and of /metrics for Prometheus.
 *
 * @throws StartupError when the port cannot be had.
 */
export async function startAdminServer(options: AdminServerOptions): Promise<AdminServer> {
  const server = createServer(
    {
      headersTimeout: TIMEOUT_MS,
      requestTimeout: TIMEOUT_MS,
      keepAliveTimeout: TIMEOUT_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    adminRoutes(options),
  );
  admitNewest(server);
  const port = await listen(server, options);
  return { port, [Symbol.asyncDispose]: () => close(server) };
}

/** A new connection ends the oldest one beyond the limit: idle ones keep no probe away. */
function admitNewest(server: Server): void {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    const [oldest] = open;
    if (open.size > MAX_CONNECTIONS) oldest?.destroy();
  });
}

function adminRoutes({ readiness, metrics }: AdminServerOptions): RequestListener {
  const probe = readinessProbe(readiness);
  return (request, response) => {
    const path = pathOf(request.url ?? '');
    response.setHeader('cache-control', 'no-store').setHeader('x-content-type-options', 'nosniff');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD').setHeader('connection', 'close');
      answer(response, 405, { error: 'only GET and HEAD are served here' });
    } else if (path === '/livez') {
      answer(response, 200, { alive: true });
    } else if (path === '/readyz') {
      void probe().then((checks) => {
        answer(response, Object.values(checks).every(Boolean) ? 200 : 503, checks);
      });
    } else if (path === '/metrics') {
      void metrics.text().then((text) => {
        response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
      });
    } else {
      answer(response, 404, { error: 'not found' });
    }
  };
}

/** Supervisors add a slash, or a query against caches; neither means anything here. */
function pathOf(target: string): string {
  const [path = ''] = target.split('?', 1);
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  await promise;
}

import { randomUUID } from 'node:crypto';
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

import { errorBody } from '../http/answer.ts';
import {
  badRequest,
  bodyTooLarge,
  headersTooLarge,
  type HttpProblem,
  requestTimeout,
} from '../http/http-problem.ts';
import { NO_STORE } from '../http/no-store.ts';

/** How long a refused client may take to read its answer before the connection is cut. */
const LINGER_MS = 1_000;

/** Gives the contract's error body to requests that end before there is a request to handle. */
export function answerClientErrors(server: Server): void {
  const latest = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request, response) => latest.set(request.socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Comes again with each further byte; the answer is on its way then.
    if (socket.writableEnded) return;
    const problem = problemOf(error.code ?? '');
    if (problem === null || !socket.writable) socket.destroy();
    else answerInTurn(socket, latest.get(socket), problem);
  });
}

/** Null when the connection itself failed and nobody would read an answer. */
function problemOf(code: string): HttpProblem | null {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return requestTimeout();
  if (code === 'HPE_HEADER_OVERFLOW') return headersTooLarge();
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return bodyTooLarge();
  return code.startsWith('HPE_') ? badRequest() : null;
}

/** Never puts an answer where a client would read it as the answer to something else. */
function answerInTurn(
  socket: Duplex,
  latest: ServerResponse | undefined,
  problem: HttpProblem,
): void {
  const isSettled = latest === undefined || (latest.req.complete && latest.writableFinished);
  const waitsForBody = latest !== undefined && !latest.req.complete && !latest.headersSent;
  if (isSettled || waitsForBody) answerAndClose(socket, problem);
  else if (latest.req.complete) latest.once('close', () => socket.destroy());
  else socket.destroy();
}

function answerAndClose(socket: Duplex, problem: HttpProblem): void {
  const body = errorBody(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${randomUUID()}`,
    ...Object.entries(NO_STORE).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

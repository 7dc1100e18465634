import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, type ClientHttp2Session } from 'node:http2';

import type { Note } from '@webhooks/tool-bench';
import {
  RESEND_PATH,
  startSystem,
  userToken,
  type AppName,
  type System,
} from '@webhooks/testing/system';

import type { Part, PartOptions, PartResult } from '../part.ts';
import { inventBody } from './bodies.ts';
import { databaseDigest } from './database-digest.ts';
import { Draw } from './draw.ts';
import { inventFrame } from './frames.ts';
import { inventHead } from './heads.ts';
import { http2Floods, sendFlood } from './http2-floods.ts';
import { HttpLine } from './http-line.ts';
import { problemOf } from './refusal.ts';

/** Inputs of all kinds together. */
const INPUTS = { short: 100_000, long: 1_000_000 } as const;
/** Of a hundred inputs so many are bodies, and so many frames; the rest are heads. */
const SHARES = { bodies: 57, frames: 40 } as const;
const CONNECTIONS = 16;
const STREAMS = 64;
/** Nobody who may do anything: what they ask for properly does not exist for them. */
const NOBODY = 999;
/** What an app may grow by, whatever it was sent, in MiB. */
const MAX_GROWTH_MIB = 200;

/** Methods that read or ask; what changes the catalog is not for users at all. */
const METHODS = [
  ...(['CreateResend', 'PreviewResend', 'GetResend', 'ListResends', 'ListDeliveries'] as const),
  ...(['ListAttempts', 'WatchResend', 'CancelResend', 'PauseResend', 'ResumeResend'] as const),
  ...(['RetryFailedDeliveries', 'NoSuchMethod'] as const),
] as const;

/**
 * OK, what is wrong with the request, what connect says of bytes that are no message (13), and how it
 * answers a method that there is not.
 */
const FINE = new Set(['0', '3', '4', '5', '7', '8', '9', '12', '13', '16', 'http 404']);

/** Sends what no caller should send to the real facade and the real service. */
export const hostileCallers: Part = {
  name: 'hostile-callers',
  about: 'whatever a caller sends is refused in the words of the contract and changes nothing',
  shortLimitMs: 600_000,
  async run(options, note) {
    await using system = await startSystem({ LOG_LEVEL: 'info' });
    await system.importSample();
    return await new Attack(system, options, note).run();
  },
};

class Attack {
  readonly #system: System;
  readonly #options: PartOptions;
  readonly #note: Note;
  readonly #draw: Draw;
  readonly #token = userToken(NOBODY, { exp: Math.floor(Date.now() / 1000) + 86_400 });
  readonly #violations: string[] = [];
  readonly #figures: Record<string, number> = {};

  constructor(system: System, options: PartOptions, note: Note) {
    this.#system = system;
    this.#options = options;
    this.#note = note;
    this.#draw = new Draw(options.seed);
  }

  async run(): Promise<PartResult> {
    const inputs = this.#options.count ?? INPUTS[this.#options.form];
    const bodies = Math.floor((inputs * SHARES.bodies) / 100);
    const frames = Math.floor((inputs * SHARES.frames) / 100);
    await this.#sendBodies(1_000);
    await this.#sendFrames(1_000);
    const before = databaseDigest(this.#system.databaseFile);
    const memory = this.#memory();
    await this.#sendBodies(bodies);
    await this.#sendFrames(frames);
    await this.#sendHeads(inputs - bodies - frames);
    for (const flood of http2Floods) await this.#flood(flood);
    await this.#expectServing('everything');
    if (databaseDigest(this.#system.databaseFile) !== before) this.#violate('the database changed');
    this.#judgeMemory(memory);
    this.#judgeLogs();
    return {
      settings: { inputs, bodies, frames, heads: inputs - bodies - frames },
      figures: this.#figures,
      violations: this.#violations,
      verdict: `${String(inputs)} inputs and ${String(http2Floods.length)} floods, nothing changed`,
    };
  }

  async #sendBodies(count: number): Promise<void> {
    await this.#onLines(count, async (line) => {
      const body = inventBody(this.#draw);
      const head = `POST ${RESEND_PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${this.#token}\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n`;
      const answer = await line.ask(Buffer.concat([Buffer.from(head), body]));
      const problem = answer === null ? 'no answer' : problemOf(answer);
      this.#count(`body_${String(answer?.status ?? 'closed')}`);
      if (problem !== null) this.#violate(`${problem} to ${body.toString('latin1').slice(0, 300)}`);
    });
    this.#note(`${String(count)} bodies`);
  }

  async #sendHeads(count: number): Promise<void> {
    await this.#onLines(count, async (line) => {
      const request = inventHead(this.#draw, this.#token);
      const answer = await line.ask(request, { last: true });
      this.#count(`head_${String(answer?.status ?? 'closed')}`);
      // Some are proper after all: a list of nothing, what a method may be asked for.
      const isProper = answer?.status === 200 || answer?.status === 204;
      const isFine = answer === null || isProper || problemOf(answer) === null;
      if (!isFine) {
        this.#violate(
          `${String(problemOf(answer))} to ${request.toString('latin1').slice(0, 300)}`,
        );
      }
    });
    this.#note(`${String(count)} heads`);
  }

  async #onLines(count: number, send: (line: HttpLine) => Promise<void>): Promise<void> {
    let left = count;
    const port = Number(this.#system.settings['REST_PORT']);
    const worker = async (): Promise<void> => {
      using line = new HttpLine(port);
      while (left-- > 0 && this.#violations.length < 20) await send(line);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  }

  async #sendFrames(count: number): Promise<void> {
    let session = await this.#openSession();
    let left = count;
    const worker = async (): Promise<void> => {
      while (left-- > 0 && this.#violations.length < 20) {
        if (session.closed || session.destroyed) session = await this.#openSession();
        await this.#sendFrame(session);
      }
    };
    await Promise.all(Array.from({ length: STREAMS }, worker));
    session.destroy();
    this.#note(`${String(count)} frames`);
  }

  async #sendFrame(session: ClientHttp2Session): Promise<void> {
    const method = this.#draw.of(METHODS);
    const bytes = inventFrame(this.#draw);
    const status = await call(session, method, this.#token, bytes);
    this.#count(`frame_${status}`);
    if (!FINE.has(status)) this.#violate(`${status} to ${method} with ${bytes.toString('hex')}`);
  }

  async #flood(name: string): Promise<void> {
    const sent = await sendFlood(name, Number(this.#system.settings['RPC_PORT']));
    this.#note(`flood of ${name}: ${String(sent)} sent`);
    await this.#expectServing(`a flood of ${name}`);
  }

  /** A proper call is answered by both of them. */
  async #expectServing(after: string): Promise<void> {
    const session = await this.#openSession();
    const status = await call(session, 'ListResends', this.#token, Buffer.alloc(5));
    session.destroy();
    if (status !== '0') this.#violate(`after ${after} the service answers ${status}`);
    const { status: rest } = await this.#system.api.request(RESEND_PATH);
    if (rest !== 200) this.#violate(`after ${after} the facade answers ${String(rest)}`);
  }

  async #openSession(): Promise<ClientHttp2Session> {
    const session = connect(`http://${this.#system.rpcAddress}`);
    session.on('error', () => {});
    await once(session, 'connect');
    return session;
  }

  #memory(): Readonly<Record<string, number>> {
    const apps: readonly AppName[] = ['resend-service', 'rest-facade'];
    return Object.fromEntries(apps.map((name) => [name, residentMib(this.#system.app(name).pid)]));
  }

  #judgeMemory(before: Readonly<Record<string, number>>): void {
    for (const [name, now] of Object.entries(this.#memory())) {
      const grown = now - (before[name] ?? 0);
      this.#figures[`${name}_grown_mib`] = Math.round(grown);
      if (grown > MAX_GROWTH_MIB) this.#violate(`${name} has grown by ${String(grown)} MiB`);
    }
  }

  /** Nothing that a caller does is an error of ours. */
  #judgeLogs(): void {
    for (const name of ['resend-service', 'rest-facade'] as const) {
      const errors = this.#system
        .app(name)
        .lines.filter((line) => /"level":"(error|fatal)"/.test(line));
      for (const line of errors.slice(0, 3)) this.#violate(`${name}: ${line.slice(0, 400)}`);
    }
  }

  #count(name: string): void {
    this.#figures[name] = (this.#figures[name] ?? 0) + 1;
  }

  #violate(what: string): void {
    this.#violations.push(what);
  }
}

/** The grpc-status of a call; "http 415" and the like where there is none. */
async function call(
  session: ClientHttp2Session,
  method: string,
  token: string,
  body: Buffer,
): Promise<string> {
  const stream = session.request({
    ':method': 'POST',
    ':path': `/webhooks.resend.v1.ResendService/${method}`,
    'content-type': 'application/grpc',
    te: 'trailers',
    authorization: `Bearer ${token}`,
  });
  let status = 'closed';
  const note = (headers: Readonly<Record<string, unknown>>): void => {
    const grpc = headers['grpc-status'];
    if (typeof grpc === 'string') status = grpc;
    else if (headers[':status'] !== 200) status = `http ${String(headers[':status'])}`;
  };
  stream.on('response', note);
  stream.on('trailers', note);
  stream.on('error', () => {});
  stream.resume();
  stream.end(body);
  if (!stream.closed) await once(stream, 'close').catch(() => {});
  return status;
}

function residentMib(pid: number): number {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}

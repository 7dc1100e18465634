import type { ClientHttp2Session } from 'node:http2';

import type { Note } from '@webhooks/proof-bench';
import {
  RESEND_PATH,
  serviceToken,
  startSystem,
  userToken,
  type AppName,
  type System,
} from '@webhooks/proof-kit';

import type { Part, PartOptions, PartResult } from '../part/part.ts';
import { inventBody } from './bodies.ts';
import { databaseDigest } from './database-digest.ts';
import { Draw } from './draw.ts';
import { inventFrame } from './frames.ts';
import { inventHead } from './heads.ts';
import { http2Floods, sendFlood } from './http2-floods.ts';
import { HttpLine } from './http-line.ts';
import { growthSince, memoryOf, type Memory } from './kept-memory.ts';
import { watchable } from './reachable-memory.ts';
import { inventRelayedCalls } from './relayed-calls.ts';
import { problemOf, problemOfBody } from './refusal.ts';
import { callRpc, openRpcSession } from './rpc-call.ts';
import { LIST_RESENDS, problemOfStatus, RELAY, rpcMethods, type RpcMethod } from './rpc-methods.ts';
import { schemaBodies, type SentBody } from './schema-bodies.ts';

/** Inputs of all kinds together. */
const INPUTS = { short: 30_000, long: 1_000_000 } as const;
/** Of a hundred inputs so many are bodies, and so many frames; the rest are heads. */
const SHARES = { bodies: 57, frames: 40 } as const;
const CONNECTIONS = 16;
const STREAMS = 64;
/** Nobody who may do anything: what they ask for properly does not exist for them. */
const NOBODY = 999;
const ATTACKED = ['resend-service', 'rest-facade'] as const satisfies readonly AppName[];
/** Of three bodies one follows the schema of its operation, or all but follows it. */
const SCHEMA_BODIES = 3;
/** Of three frames one comes from a service. */
const SERVICE_FRAMES = 3;
/** Most calls bring no deadline. */
const TIMEOUTS = [
  ...([undefined, undefined, undefined, undefined, '1S', '30S', '100m', '0n'] as const),
  ...(['31S', '99999999H', 'soon', '-1S'] as const),
] as const;
/** What ends a call that would last. */
const SHORT_TIMEOUT = '100m';

/** Sends what no caller should send to the real facade and the real service. */
export const hostileCallers: Part = {
  name: 'hostile-callers',
  about: 'whatever a caller sends is refused in the words of the contract and changes nothing',
  inTests: 'each commit',
  shortLimitMs: 600_000,
  async run(options, note) {
    await using system = await startSystem({ LOG_LEVEL: 'info' });
    for (const name of ATTACKED) {
      await system.app(name).stop();
      await system.start(name, watchable);
    }
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
  /** A service that may read everything, and change nothing. */
  readonly #reader = serviceToken('catalog:read audit:read');
  readonly #nextSchemaBody: () => SentBody;
  readonly #violations: string[] = [];
  readonly #figures: Record<string, number> = {};

  constructor(system: System, options: PartOptions, note: Note) {
    this.#system = system;
    this.#options = options;
    this.#note = note;
    this.#draw = new Draw(options.seed);
    this.#nextSchemaBody = schemaBodies(this.#draw);
  }

  async run(): Promise<PartResult> {
    const inputs = this.#options.count ?? INPUTS[this.#options.form];
    const bodies = Math.floor((inputs * SHARES.bodies) / 100);
    const frames = Math.floor((inputs * SHARES.frames) / 100);
    await this.#sendBodies(1_000);
    await this.#sendFrames(1_000);
    const before = databaseDigest(this.#system.databaseFile);
    const memory = await this.#memory();
    await this.#sendBodies(bodies);
    await this.#sendFrames(frames);
    await this.#sendHeads(inputs - bodies - frames);
    for (const flood of http2Floods) await this.#flood(flood);
    await this.#expectServing('everything');
    if (databaseDigest(this.#system.databaseFile) !== before) this.#violate('the database changed');
    await this.#judgeMemory(memory);
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
      const sent = this.#inventBody();
      const { method, path, body } = sent;
      const head = `${method} ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${this.#token}\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n`;
      const answer = await line.ask(Buffer.concat([Buffer.from(head), body]));
      const problem = answer === null ? 'no answer' : problemOfBody(answer, body.length);
      this.#count(`body_${String(answer?.status ?? 'closed')}`);
      if (problem === null) return;
      this.#violate(`${problem} to ${method} ${path} ${body.toString('latin1').slice(0, 300)}`);
    });
    this.#note(`${String(count)} bodies`);
  }

  #inventBody(): SentBody {
    if (this.#draw.below(SCHEMA_BODIES) === 0) return this.#nextSchemaBody();
    return { method: 'POST', path: RESEND_PATH, body: inventBody(this.#draw) };
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
    let session = await openRpcSession(this.#system.rpcAddress);
    let left = count;
    const worker = async (): Promise<void> => {
      while (left-- > 0 && this.#violations.length < 20) {
        if (session.closed || session.destroyed) {
          session = await openRpcSession(this.#system.rpcAddress);
        }
        await this.#sendFrame(session);
      }
    };
    await Promise.all(Array.from({ length: STREAMS }, worker));
    session.destroy();
    this.#note(`${String(count)} frames`);
  }

  async #sendFrame(session: ClientHttp2Session): Promise<void> {
    const method = this.#draw.of(rpcMethods);
    const bytes = this.#inventFrame(method);
    const caller = this.#draw.below(SERVICE_FRAMES) === 0 ? 'service' : 'user';
    const token = caller === 'service' ? this.#reader : this.#token;
    const timeout = method.staysOpen ? SHORT_TIMEOUT : this.#draw.of(TIMEOUTS);
    const status = await callRpc(session, { path: method.path, token, timeout, bytes });
    this.#count(`frame_${status}`);
    const problem = problemOfStatus(method, caller, status);
    if (problem === null) return;
    this.#violate(
      `${problem} to ${method.path} of a ${caller} within ${String(timeout)} with ${bytes.toString('hex')}`,
    );
  }

  /** Calls in a call are half of them proper as such, and wrong only within. */
  #inventFrame({ path }: RpcMethod): Buffer {
    if (path !== RELAY || this.#draw.below(2) === 0) return inventFrame(this.#draw);
    const tokens = [this.#token, this.#reader] as const;
    return inventFrame(this.#draw, inventRelayedCalls(this.#draw, tokens));
  }

  async #flood(name: string): Promise<void> {
    const sent = await sendFlood(name, Number(this.#system.settings['RPC_PORT']));
    this.#note(`flood of ${name}: ${String(sent)} sent`);
    await this.#expectServing(`a flood of ${name}`);
  }

  /** A proper call is answered by both of them. */
  async #expectServing(after: string): Promise<void> {
    const session = await openRpcSession(this.#system.rpcAddress);
    const call = { path: LIST_RESENDS, token: this.#token, bytes: Buffer.alloc(5) };
    const status = await callRpc(session, call);
    session.destroy();
    if (status !== '0') this.#violate(`after ${after} the service answers ${status}`);
    const { status: rest } = await this.#system.api.request(RESEND_PATH);
    if (rest !== 200) this.#violate(`after ${after} the facade answers ${String(rest)}`);
  }

  #memory(): Promise<readonly Memory[]> {
    return Promise.all(ATTACKED.map((name) => memoryOf(this.#system.app(name))));
  }

  async #judgeMemory(before: readonly Memory[]): Promise<void> {
    for (const [index, name] of ATTACKED.entries()) {
      const then = before[index];
      if (then === undefined) continue;
      const { grownMib, keptMib, problems } = await growthSince(then, this.#system.app(name));
      this.#figures[`${name}_grown_mib`] = grownMib;
      this.#figures[`${name}_kept_mib`] = keptMib;
      for (const problem of problems) this.#violate(`${name} ${problem}`);
    }
  }

  /** Nothing that a caller does is an error of ours. */
  #judgeLogs(): void {
    for (const name of ATTACKED) {
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

import { setTimeout as delay } from 'node:timers/promises';

import { RESEND_PATH, userToken } from '@webhooks/proof-kit';

import { HttpLine, type RawAnswer } from '../hostile-callers/http-line.ts';
import type { Reported, Try } from './ledger.ts';
import { FOREIGN_OBJECT, OBJECTS, objectOf, UNKNOWN_OBJECT } from './posted-account.ts';

/** Enough of them for many posts to come in one turn of the facade's event loop. */
const CALLERS = 48;
const KEYED_SHARE = 0.45;
/** Of the posts, how many ask for what they may not: their results come before the others'. */
const FORBIDDEN_SHARE = 0.1;
const RETRY_PAUSE_MS = 50;

/** A request, which is repeated under its key until it is answered when it has one. */
interface PlannedRequest {
  readonly name: string;
  readonly object: number;
  readonly key: string | null;
  readonly isAllowed: boolean;
}

/** Callers who post as fast as they are answered. */
export class Callers {
  readonly tries: Try[] = [];
  readonly violations: string[] = [];
  readonly #port: number;
  readonly #random: () => number;
  readonly #authorization = `Bearer ${userToken(246, { exp: Math.floor(Date.now() / 1000) + 86_400 })}`;
  #requested = 0;

  constructor(port: number, random: () => number) {
    this.#port = port;
    this.#random = random;
  }

  /** Requests so far, each counted once however often it was repeated. */
  get requests(): number {
    return this.#requested;
  }

  /** Lets every caller end with its request; a violation ends it earlier. */
  async post(isOver: () => boolean): Promise<void> {
    const call = async (): Promise<void> => {
      using line = new HttpLine(this.#port);
      while (!isOver() && this.violations.length === 0) {
        await this.#fulfil(line, this.#nextRequest());
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, call));
  }

  #nextRequest(): PlannedRequest {
    const name = `p${(this.#requested += 1)}`;
    const isAllowed = this.#random() >= FORBIDDEN_SHARE;
    const forbidden = this.#random() < 0.5 ? UNKNOWN_OBJECT : FOREIGN_OBJECT;
    const object = isAllowed ? objectOf(Math.floor(this.#random() * OBJECTS)) : forbidden;
    return { name, object, key: this.#random() < KEYED_SHARE ? `key-${name}` : null, isAllowed };
  }

  async #fulfil(line: HttpLine, wanted: PlannedRequest): Promise<void> {
    for (let number = 1; this.violations.length === 0; number += 1) {
      const requestId = `${wanted.name}.${number}`;
      const answer = await line.ask(this.#request(wanted, requestId));
      const reported = line.hasConnected ? reportedBy(answer) : NOT_SENT;
      if (reported === null) {
        this.violations.push(`${requestId}: ${answer?.status} ${answer?.body}`);
        return;
      }
      this.tries.push({ requestId, key: wanted.key, isAllowed: wanted.isAllowed, reported });
      const isOver = reported.kind === 'accepted' || reported.kind === 'refused';
      if (!isOver) await delay(RETRY_PAUSE_MS);
      if (isOver || (reported.kind === 'unknown' && wanted.key === null)) return;
    }
  }

  #request({ object, key }: PlannedRequest, requestId: string): Buffer {
    const body = JSON.stringify({ resend_type: 'CASHIN', object_reference_id: object });
    const head = [
      `POST ${RESEND_PATH} HTTP/1.1`,
      'Host: x',
      `Authorization: ${this.#authorization}`,
      `X-Request-Id: ${requestId}`,
      ...(key === null ? [] : [`Idempotency-Key: ${key}`]),
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
    ];
    return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
}

/** Nobody was there to connect to. */
const NOT_SENT: Reported = { kind: 'not-done', by: 'nobody' };

/** What an answer, or the end of the connection without one, says; null when it may not be. */
function reportedBy(answer: RawAnswer | null): Reported | null {
  if (answer === null) return { kind: 'unknown', by: 'break' };
  const { worked, detail, code } = JSON.parse(answer.body) as Record<string, unknown>;
  const id = /: (\d+)$/.exec(String(detail))?.[1];
  if (answer.status === 200 && worked === true && id !== undefined) {
    return { kind: 'accepted', id: Number(id) };
  }
  if (code === 'qr_code_not_found') return { kind: 'refused' };
  if (code === 'service_unavailable') return { kind: 'not-done', by: 'answer' };
  return code === 'outcome_unknown' ? { kind: 'unknown', by: 'answer' } : null;
}

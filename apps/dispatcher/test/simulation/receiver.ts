import type { DeliveryRequest } from '@webhooks/delivery';
import type { AttemptOutcome } from '@webhooks/domain';

import type { ProcessScope } from './process-scope.ts';
import type { World } from './world.ts';

/** How long an attempt may take. */
export const ATTEMPT_TIMEOUT_MS = 150;

/** One lease of a dispatcher, with an engine of its own that knows nothing of those before. */
export interface Term {
  readonly scope: ProcessScope;
  /** Endpoints that failed under the dispatcher before it. */
  readonly failing: ReadonlySet<string>;
}

/** An attempt as its receiver sees it. */
export interface Arrival {
  readonly term: Term;
  readonly endpointId: string;
  readonly eventId: string;
  readonly resendId: number;
  /** As the request says. */
  readonly attempt: number;
  readonly body: Uint8Array;
  /** By the clock, and by the time that has passed. */
  readonly startedAtMs: number;
  readonly startedPassedMs: number;
  /** Null as long as its sender does not know it. */
  outcome: AttemptOutcome | null;
  endedAtMs: number;
  endedPassedMs: number;
}

/** What comes of an attempt, but for its times. */
type Answer = Pick<AttemptOutcome, 'httpStatus' | 'errorClass' | 'retryAfterMs'>;

const ok: Answer = { httpStatus: 200, errorClass: null, retryAfterMs: null };
const refusals: readonly [Answer, ...Answer[]] = [
  { httpStatus: 500, errorClass: 'http_status', retryAfterMs: null },
  { httpStatus: 500, errorClass: 'http_status', retryAfterMs: null },
  { httpStatus: 404, errorClass: 'http_status', retryAfterMs: null },
  { httpStatus: 301, errorClass: 'http_status', retryAfterMs: null },
  { httpStatus: 429, errorClass: 'http_status', retryAfterMs: null },
  { httpStatus: 429, errorClass: 'http_status', retryAfterMs: 300 },
  { httpStatus: 503, errorClass: 'http_status', retryAfterMs: 700 },
  { httpStatus: 503, errorClass: 'timeout', retryAfterMs: null },
  { httpStatus: null, errorClass: 'timeout', retryAfterMs: null },
  { httpStatus: null, errorClass: 'reset', retryAfterMs: null },
  { httpStatus: null, errorClass: 'connect_refused', retryAfterMs: null },
  { httpStatus: null, errorClass: 'dns', retryAfterMs: null },
  { httpStatus: null, errorClass: 'tls', retryAfterMs: null },
  { httpStatus: 200, errorClass: 'protocol', retryAfterMs: null },
];
const gone: Answer = { httpStatus: 410, errorClass: 'http_status', retryAfterMs: null };

/** What an endpoint is like for a while. */
export interface Health {
  /** Share of the answers that are a success. */
  readonly successRate: number;
  readonly goneRate: number;
  /** Longest time to an answer. */
  readonly maxAnswerMs: number;
}

/** An attempt on its way. */
export interface ReceivedAttempt {
  readonly arrival: Arrival;
  readonly outcome: Promise<AttemptOutcome>;
}

/** One simulated endpoint of a customer. */
export class Receiver {
  readonly endpointId: string;
  readonly #world: World;
  health: Health;

  constructor(endpointId: string, world: World, health: Health) {
    this.endpointId = endpointId;
    this.#world = world;
    this.health = health;
  }

  /** Takes a request; its outcome reaches the sender as long as that lives. */
  receive(term: Term, request: DeliveryRequest): ReceivedAttempt {
    const { chance, clock } = this.#world;
    const arrival: Arrival = {
      term,
      endpointId: this.endpointId,
      eventId: request.headers['Webhook-Id'] ?? '',
      resendId: Number(request.headers['Webhook-Resend-Id']),
      attempt: Number(request.headers['Webhook-Attempt']),
      body: request.body,
      startedAtMs: clock.now(),
      startedPassedMs: this.#world.passedMs,
      outcome: null,
      endedAtMs: 0,
      endedPassedMs: 0,
    };
    const answer = this.#answer();
    const isLate = answer.errorClass === 'timeout';
    const answerMs = Math.round(chance.random() * this.health.maxAnswerMs);
    const durationMs = isLate ? ATTEMPT_TIMEOUT_MS : answerMs;
    const { promise: outcome, resolve } = Promise.withResolvers<AttemptOutcome>();
    term.scope.after(durationMs, () => {
      // As the sender says it: by the clock at the end.
      const startedAtMs = clock.now() - durationMs;
      const errorMessage = answer.errorClass;
      const ended = { ...answer, startedAtMs, durationMs, errorMessage, responseSnippet: null };
      arrival.outcome = ended;
      arrival.endedAtMs = clock.now();
      arrival.endedPassedMs = this.#world.passedMs;
      resolve(ended);
    });
    return { arrival, outcome };
  }

  #answer(): Answer {
    const { chance } = this.#world;
    if (chance.happens(this.health.successRate)) return ok;
    return chance.happens(this.health.goneRate) ? gone : chance.of(refusals);
  }
}

/** Answers at once, and well. */
export const healthy: Health = { successRate: 1, goneRate: 0, maxAnswerMs: 20 };

/** A health that a world may give an endpoint. */
export function inventHealth(world: World): Health {
  return {
    successRate: world.chance.of([0, 0.5, 0.9, 1]),
    goneRate: world.chance.of([0, 0, 0.1]),
    maxAnswerMs: world.chance.of([0, 20, 140]),
  };
}

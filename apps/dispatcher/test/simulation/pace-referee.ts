import type { BreakerPolicy } from '@webhooks/delivery';
import type { AttemptOutcome } from '@webhooks/domain';

import { RateMeter } from './rate-meter.ts';

/** What one endpoint may be sent, judged from outside by what it was sent and what it answered. */
export interface PaceRules {
  readonly maxInFlight: number;
  readonly maxRatePerSecond: number | null;
  readonly breaker: BreakerPolicy;
}

/**
 * Knows caps, rate, breaker and slow start of one endpoint by their description alone (nothing of
 * libs/delivery), and says what is wrong with a start. It sees one life of a dispatcher.
 */
export class PaceReferee {
  readonly #rules: PaceRules;
  inFlight = 0;
  readonly #rate: RateMeter;
  /** Failures in a row, and those of the window, while the breaker is closed. */
  #row = 0;
  #window = { startMs: 0, samples: 0, failures: 0 };
  #state: 'closed' | 'open' | 'probing' = 'closed';
  #openUntilMs = 0;
  #openings = 0;
  #probe: object | null = null;
  #limit = Number.POSITIVE_INFINITY;
  #healthy = 0;

  /** One that failed under an earlier dispatcher begins with a probe. */
  constructor(rules: PaceRules, nowMs: number, isFailing: boolean) {
    this.#rules = rules;
    if (isFailing) {
      this.#state = 'open';
      this.#openings = 1;
    }
    this.#rate = new RateMeter(nowMs);
  }

  /** Null when the start is fine. */
  start(key: object, nowMs: number, isExact: boolean): string | null {
    this.inFlight += 1;
    const { maxInFlight } = this.#rules;
    if (this.inFlight > maxInFlight) return `${String(this.inFlight)} in flight`;
    if (!isExact) return null;
    if (this.inFlight > this.#limit) {
      return `${String(this.inFlight)} in flight in a slow start of ${String(this.#limit)}`;
    }
    const { maxRatePerSecond } = this.#rules;
    return this.#rate.start(maxRatePerSecond, nowMs) ?? this.#breakerProblem(key, nowMs);
  }

  end(key: object, outcome: AttemptOutcome, nowMs: number): void {
    this.inFlight -= 1;
    const kind = kindOf(outcome);
    const waitMs = outcome.retryAfterMs ?? 0;
    switch (this.#state) {
      case 'closed':
        this.#endClosed(kind, waitMs, nowMs);
        return;
      case 'open':
        if (waitMs > 0) this.#openUntilMs = Math.max(this.#openUntilMs, nowMs + waitMs);
        this.#slowStart(kind);
        return;
      case 'probing':
        this.#endProbing(key, kind, waitMs, nowMs);
    }
  }

  #endClosed(kind: Kind, waitMs: number, nowMs: number): void {
    const { windowMs, consecutiveFailures, minSamples, failureRate } = this.#rules.breaker;
    const window = this.#window;
    const isOver = nowMs - window.startMs >= windowMs;
    if (isOver) this.#window = { startMs: nowMs, samples: 0, failures: 0 };
    this.#window.samples += 1;
    if (kind === 'healthy') this.#row = 0;
    else {
      this.#row += 1;
      this.#window.failures += 1;
    }
    this.#slowStart(kind);
    const { samples, failures } = this.#window;
    const isBad = samples >= minSamples && failures >= samples * failureRate;
    const opens = waitMs > 0 || this.#row >= consecutiveFailures || isBad;
    if (opens && kind !== 'healthy') this.#open(waitMs, nowMs);
  }

  #endProbing(key: object, kind: Kind, waitMs: number, nowMs: number): void {
    if (key !== this.#probe) {
      this.#slowStart(kind);
      return;
    }
    if (kind !== 'healthy') {
      this.#slowStart(kind);
      this.#open(waitMs, nowMs);
      return;
    }
    this.#state = 'closed';
    this.#openings = 0;
    this.#row = 0;
    this.#window = { startMs: nowMs, samples: 0, failures: 0 };
    this.#limit = 1;
    this.#healthy = 0;
  }

  #open(waitMs: number, nowMs: number): void {
    const { firstOpenMs, maxOpenMs } = this.#rules.breaker;
    const backoffMs = Math.min(firstOpenMs * 2 ** this.#openings, maxOpenMs);
    this.#openings += 1;
    this.#state = 'open';
    this.#openUntilMs = nowMs + Math.max(backoffMs, waitMs);
  }

  #slowStart(kind: Kind): void {
    const { maxInFlight } = this.#rules;
    if (kind === 'overloaded') {
      this.#limit = Math.max(1, Math.floor(Math.min(this.#limit, maxInFlight) / 2));
      this.#healthy = 0;
    } else if (this.#limit < maxInFlight) {
      this.#healthy = kind === 'healthy' ? this.#healthy + 1 : 0;
      if (this.#healthy < this.#limit) return;
      this.#limit *= 2;
      this.#healthy = 0;
    }
  }

  #breakerProblem(key: object, nowMs: number): string | null {
    if (this.#state === 'closed') return null;
    if (this.#state === 'probing') return 'a second start while the breaker is half-open';
    if (nowMs < this.#openUntilMs) {
      return `a start ${String(this.#openUntilMs - nowMs)} ms before the breaker's time is over`;
    }
    this.#state = 'probing';
    this.#probe = key;
    return null;
  }
}

type Kind = 'healthy' | 'failing' | 'overloaded';

function kindOf({ httpStatus, errorClass }: AttemptOutcome): Kind {
  if (httpStatus === 429 || httpStatus === 503) return 'overloaded';
  if (errorClass === null) return 'healthy';
  const refuses = errorClass === 'http_status' && httpStatus !== null && httpStatus !== 408;
  return refuses && httpStatus >= 400 && httpStatus < 500 ? 'healthy' : 'failing';
}

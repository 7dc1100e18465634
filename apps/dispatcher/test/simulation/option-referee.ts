import type { Asked } from './asked-options.ts';
import { RateMeter } from './rate-meter.ts';
import type { Arrival, Term } from './receiver.ts';
import type { SimulatedDatabase } from './simulated-database.ts';
import type { World } from './world.ts';

/** What a dispatcher that leads goes by. */
interface Control {
  readonly control: string;
  readonly isInForce: 0 | 1;
}

interface SampleNow {
  readonly isSampled: 0 | 1;
  readonly size: number;
  readonly waiting: number;
  readonly failed: number;
}

export interface OptionRefereeOptions {
  readonly world: World;
  readonly database: SimulatedDatabase;
  readonly asked: ReadonlyMap<number, Asked>;
}

/** Knows by its description alone when a resend with options may send something. */
export class OptionReferee {
  readonly #options: OptionRefereeOptions;
  /** What was sent of a resend while only its sample may be. */
  readonly #sampled = new Map<number, Set<string>>();
  /** Those of which all that went first is delivered. */
  readonly #passed = new Set<number>();
  readonly #rates = new WeakMap<Term, Map<number, RateMeter>>();

  constructor(options: OptionRefereeOptions) {
    this.#options = options;
  }

  /** control: null where the dispatcher does not lead any more, and cannot know of it. */
  *problems(arrival: Arrival, control: Control | null, isExact: boolean): Generator<string> {
    const asked = this.#options.asked.get(arrival.resendId);
    if (asked === undefined) return;
    const { notBeforeMs, acceptedPassedMs } = asked;
    const latestMs = this.#options.world.latestShownSince(acceptedPassedMs);
    if (notBeforeMs !== null && latestMs < notBeforeMs) {
      yield `its resend may begin in ${String(notBeforeMs - latestMs)} ms`;
    }
    if (asked.first !== null && !asked.isLetGo && !this.#passed.has(arrival.resendId)) {
      yield* this.#sampleProblems(arrival, asked.first, control);
    }
    if (isExact) yield* this.#rateProblems(arrival, asked, control);
  }

  /** Until all that goes first is answered with 2xx, nothing else is sent, and nothing again. */
  *#sampleProblems(arrival: Arrival, first: number, control: Control | null): Generator<string> {
    const { resendId, eventId, endpointId, attempt } = arrival;
    const now = this.#options.database.row<SampleNow>(SAMPLE, endpointId, eventId, resendId);
    if (now === undefined) return;
    if (now.size > 0 && now.waiting + now.failed === 0) {
      this.#passed.add(resendId);
      return;
    }
    const sent = this.#sampled.get(resendId) ?? new Set<string>();
    // What a crash made unknown is sent again, and is one of them still.
    this.#sampled.set(resendId, sent.add(`${eventId} ${endpointId}`));
    if (sent.size > first) yield `it is one of ${String(sent.size)} that go first`;
    if (now.isSampled === 0) yield 'what goes before it is not answered';
    if (attempt > 1) yield 'it is sent again before its sample is answered';
    if (now.failed > 0 && control?.control === 'RUNNING') yield 'nobody resumed its resend';
  }

  /** A change of a rate is in force when a dispatcher says so; before, either one may be. */
  *#rateProblems(
    { term, resendId }: Arrival,
    asked: Asked,
    control: Control | null,
  ): Generator<string> {
    if (control?.isInForce === 1) asked.rates = asked.rates.slice(-1);
    const rates = asked.rates.filter((rate) => rate !== null);
    const rate = rates.length < asked.rates.length ? null : Math.max(...rates);
    const meters = this.#rates.get(term) ?? new Map<number, RateMeter>();
    this.#rates.set(term, meters);
    const nowMs = this.#options.world.clock.now();
    const meter = meters.get(resendId) ?? new RateMeter(nowMs);
    meters.set(resendId, meter);
    const problem = meter.start(rate, nowMs);
    if (problem !== null) yield `of its resend ${problem}`;
  }
}

const SAMPLE = `SELECT count(*) AS size,
    coalesce(sum(d.endpoint_id = ? AND e.id = ?), 0) > 0 AS isSampled,
    coalesce(sum(d.state = 'PENDING'), 0) AS waiting,
    coalesce(sum(d.attempts > 0 AND d.state NOT IN ('PENDING', 'DELIVERED')), 0) AS failed
  FROM resend_samples s
  JOIN deliveries d ON d.resend_id = s.resend_id AND d.position = s.position
  JOIN events e ON e.seq = d.event_seq WHERE s.resend_id = ?`;

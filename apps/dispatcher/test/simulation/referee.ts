import type { AttemptOutcome, RecordedEvent } from '@webhooks/domain';

import type { Asked } from './asked-options.ts';
import type { Catalog } from './catalog.ts';
import { OptionReferee } from './option-referee.ts';
import { PaceReferee } from './pace-referee.ts';
import type { Arrival, Term } from './receiver.ts';
import type { Scenario } from './scenario.ts';
import type { SimulatedDatabase } from './simulated-database.ts';
import type { World } from './world.ts';

interface DeliveryNow {
  readonly position: number;
  readonly state: string;
  readonly attempts: number;
  readonly objectReferenceId: number | null;
}

interface ResendNow {
  readonly control: string;
  readonly isInForce: 0 | 1;
  readonly inFlight: number | null;
  readonly revision: number;
  readonly runsFromMs: number;
  readonly finishedAtMs: number | null;
}

export interface RefereeOptions {
  readonly world: World;
  readonly scenario: Scenario;
  readonly catalog: Catalog;
  readonly database: SimulatedDatabase;
  /** Of each resend. */
  readonly asked: ReadonlyMap<number, Asked>;
}

/** Watches every attempt as it starts, from the receivers' side and by the database. */
export class Referee {
  readonly arrivals: Arrival[] = [];
  readonly #world: World;
  readonly #scenario: Scenario;
  readonly #catalog: Catalog;
  readonly #events: ReadonlyMap<string, RecordedEvent>;
  readonly #database: SimulatedDatabase;
  readonly #options: OptionReferee;
  readonly #paces = new WeakMap<Term, Map<string, PaceReferee>>();
  readonly #keysInFlight = new WeakMap<Term, Set<string>>();
  readonly #lastStarts = new Map<string, Arrival>();
  readonly #lastEnds = new Map<string, Arrival>();
  readonly #startedAfterControl = new Map<string, number>();

  constructor({ world, scenario, catalog, database, asked }: RefereeOptions) {
    this.#world = world;
    this.#scenario = scenario;
    this.#catalog = catalog;
    this.#events = new Map(catalog.events.map((event) => [event.id, event]));
    this.#database = database;
    this.#options = new OptionReferee({ world, database, asked });
  }

  started(arrival: Arrival): void {
    const { term, eventId, endpointId, resendId, attempt } = arrival;
    this.arrivals.push(arrival);
    const name = nameOf(arrival);
    this.#world.note(`${term.scope.name} sends ${name}`);
    for (const problem of this.#problems(arrival)) {
      this.#world.violate(`${name}: ${problem}`);
    }
    const event = this.#events.get(eventId);
    if (event === undefined || !Buffer.from(event.payload).equals(arrival.body)) {
      this.#world.violate(`${name}: not the recorded body`);
    }
    const key = `${String(resendId)} ${eventId} ${endpointId}`;
    const last = this.#lastEnds.get(key);
    this.#lastStarts.set(key, arrival);
    if (last !== undefined && last.attempt === attempt - 1) this.#expectWait(last, arrival);
  }

  ended(arrival: Arrival): void {
    const { term, endpointId, eventId, resendId, outcome } = arrival;
    this.#keys(term).delete(this.#orderingKey(arrival) ?? '');
    if (outcome === null) return;
    this.#world.note(`${endpointId} answers ${nameOf(arrival)}: ${describe(outcome)}`);
    this.#pace(term, endpointId).end(arrival, outcome, this.#world.clock.now());
    // What a dispatcher hears that has been replaced is not recorded: another one has sent it again.
    if (this.#database.value(HOLDER) !== term.scope.name) return;
    const key = `${String(resendId)} ${eventId} ${endpointId}`;
    // The same holds for one that leads again: what it sent before is not recorded either.
    if (this.#lastStarts.get(key) === arrival) this.#lastEnds.set(key, arrival);
  }

  *#problems(arrival: Arrival): Generator<string> {
    const { term, endpointId, eventId, resendId, attempt } = arrival;
    const { store, clockJumps, retry, maxInFlight } = this.#scenario;
    const isExact = store.isDirect && clockJumps === 0;
    const pace = this.#pace(term, endpointId);
    const paceProblem = pace.start(arrival, this.#world.clock.now(), isExact);
    if (paceProblem !== null) yield paceProblem;
    if (this.#inFlight(term) > maxInFlight) yield 'more in flight than a dispatcher may have';
    const keys = this.#keys(term);
    const orderingKey = this.#orderingKey(arrival);
    if (orderingKey !== null && keys.has(orderingKey)) {
      yield 'another one of its object is in flight';
    }
    if (orderingKey !== null) keys.add(orderingKey);
    if (store.isDirect && this.#database.value(IS_DISABLED, endpointId) === 1)
      yield 'its endpoint is disabled';
    const isHolder = this.#database.value(HOLDER) === term.scope.name;
    const resend = this.#database.row<ResendNow>(RESEND, resendId);
    yield* this.#options.problems(arrival, isHolder ? (resend ?? null) : null, isExact);
    if (!isHolder) {
      if (isExact) yield 'its dispatcher does not hold the lease';
      return;
    }
    const delivery = this.#database.row<DeliveryNow>(DELIVERY, resendId, eventId, endpointId);
    if (resend === undefined || delivery === undefined) {
      yield 'nobody asked for it';
      return;
    }
    if (resend.finishedAtMs !== null) yield 'its resend is settled';
    if (delivery.state !== 'PENDING' && delivery.state !== 'RETRYING') yield 'it is settled';
    if (attempt !== delivery.attempts + 1) {
      yield `it has ${String(delivery.attempts)} recorded attempts`;
    }
    if (isExact && arrival.startedAtMs >= resend.runsFromMs + retry.expiresAfterMs) {
      yield 'its time is over';
    }
    yield* this.#orderProblems(arrival, delivery);
    yield* this.#controlProblems(arrival, resend);
  }

  *#orderProblems(arrival: Arrival, delivery: DeliveryNow): Generator<string> {
    const { objectReferenceId, position } = delivery;
    if (objectReferenceId === null) return;
    const { resendId, endpointId } = arrival;
    const earlier = this.#database.value<number>(
      UNSETTLED_BEFORE,
      resendId,
      endpointId,
      objectReferenceId,
      position,
    );
    if (earlier !== 0) yield `${String(earlier)} earlier ones of its object are not settled`;
  }

  /** What was taken when a request came into force may still start, and no more than that. */
  *#controlProblems({ resendId }: Arrival, resend: ResendNow): Generator<string> {
    if (resend.control === 'RUNNING' || resend.isInForce !== 1) return;
    const key = `${String(resendId)} ${String(resend.revision)}`;
    const started = (this.#startedAfterControl.get(key) ?? 0) + 1;
    this.#startedAfterControl.set(key, started);
    const allowed = this.#scenario.store.isDirect ? 0 : (resend.inFlight ?? 0);
    if (started > allowed) yield `its resend is ${resend.control}`;
  }

  /**
   * A clock that is set forward makes due what it passes; one that is set back lets wait anew, and so
   * gives back nothing of what it was set forward.
   */
  #expectWait(last: Arrival, arrival: Arrival): void {
    const scheduledMs = this.#scenario.retry.scheduleMs[last.attempt];
    if (last.outcome === null || scheduledMs === undefined) {
      this.#world.violate(`${nameOf(arrival)}: its schedule is used up`);
      return;
    }
    const waitMs = Math.max(scheduledMs, last.outcome.retryAfterMs ?? 0);
    const { endedPassedMs } = last;
    const passedMs = arrival.startedPassedMs - endedPassedMs;
    const earlyMs = waitMs - passedMs - this.#world.setForwardSince(endedPassedMs);
    // The clock shows whole milliseconds.
    if (earlyMs >= 1) {
      this.#world.violate(`${nameOf(arrival)}: ${String(earlyMs)} ms before its time`);
    }
  }

  #orderingKey({ endpointId, eventId }: Arrival): string | null {
    const object = this.#events.get(eventId)?.objectReferenceId ?? null;
    return object === null ? null : `${endpointId} ${String(object)}`;
  }

  #keys(term: Term): Set<string> {
    return getOrMake(this.#keysInFlight, term, () => new Set<string>());
  }

  #pace(term: Term, endpointId: string): PaceReferee {
    const paces = getOrMake(this.#paces, term, () => new Map<string, PaceReferee>());
    const known = paces.get(endpointId);
    if (known !== undefined) return known;
    const endpoint = this.#catalog.endpoints.find(({ id }) => id === endpointId);
    const pace = new PaceReferee(
      {
        maxInFlight: endpoint?.maxInFlight ?? this.#scenario.endpointMaxInFlight,
        maxRatePerSecond: endpoint?.maxRatePerSecond ?? null,
        breaker: this.#scenario.breaker,
      },
      this.#world.clock.now(),
      term.failing.has(endpointId),
    );
    paces.set(endpointId, pace);
    return pace;
  }

  #inFlight(term: Term): number {
    let sum = 0;
    for (const { inFlight } of this.#paces.get(term)?.values() ?? []) sum += inFlight;
    return sum;
  }
}

/** How an attempt is called in the trace. */
export function nameOf({
  resendId,
  eventId,
  endpointId,
  attempt,
}: Pick<Arrival, 'resendId' | 'eventId' | 'endpointId' | 'attempt'>): string {
  return `${eventId} to ${endpointId} (resend ${String(resendId)}, attempt ${String(attempt)})`;
}

function describe({ httpStatus, errorClass, retryAfterMs }: AttemptOutcome): string {
  const after = retryAfterMs === null ? '' : `, Retry-After ${String(retryAfterMs)} ms`;
  return `${String(httpStatus ?? '')} ${errorClass ?? 'success'}${after}`;
}

function getOrMake<K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}

const HOLDER = `SELECT holder FROM dispatcher_lease`;
const IS_DISABLED = `SELECT e.disabled_at_ms IS NOT NULL
    OR coalesce(h.gone_revision >= e.revision, 0) AS is_disabled
  FROM endpoints e LEFT JOIN endpoint_health h ON h.endpoint_id = e.id WHERE e.id = ?`;
const RESEND = `SELECT control, acknowledged_revision IS control_revision AS isInForce,
    acknowledged_in_flight AS inFlight, control_revision AS revision,
    runs_from_ms AS runsFromMs, finished_at_ms AS finishedAtMs FROM resends WHERE id = ?`;
const DELIVERY = `SELECT d.position, d.state, d.attempts, e.object_reference_id AS objectReferenceId
  FROM events e JOIN deliveries d ON d.event_seq = e.seq
  WHERE d.resend_id = ? AND e.id = ? AND d.endpoint_id = ?`;
const UNSETTLED_BEFORE = `SELECT count(*) AS n FROM deliveries d JOIN events e ON e.seq = d.event_seq
  WHERE d.resend_id = ? AND d.endpoint_id = ? AND e.object_reference_id = ?
    AND d.position < ? AND d.state IN ('PENDING', 'RETRYING')`;

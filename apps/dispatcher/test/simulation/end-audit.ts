import type { Accepted, Owner } from './owner.ts';
import type { Arrival } from './receiver.ts';
import { nameOf } from './referee.ts';
import { isUndisturbed, type Scenario } from './scenario.ts';
import type { SimulatedDatabase } from './simulated-database.ts';

/** From acceptance to the first attempt; where others go first, it may take more. */
const SOON_MS = 400;
/** As many deliveries of bulk resends as can be on their way in that time. */
const MAX_BULK_TURNS = 18;

interface DeliveryRow {
  readonly position: number;
  readonly eventId: string;
  readonly endpointId: string;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
}

interface AttemptRow {
  readonly resendId: number;
  readonly eventId: string;
  readonly endpointId: string;
  readonly number: number;
  readonly httpStatus: number | null;
  readonly errorClass: string | null;
}

interface ResendRow {
  readonly status: string;
  readonly total: number | null;
  readonly delivered: number;
  readonly failed: number;
  readonly finishedAtMs: number | null;
}

/** What is known when a world has ended. */
export interface EndAuditInput {
  readonly database: SimulatedDatabase;
  readonly scenario: Scenario;
  readonly owner: Owner;
  readonly arrivals: readonly Arrival[];
  /** Endpoints that may get only so many a second. */
  readonly rated: ReadonlySet<string>;
  /** What dispatchers that ended had taken and not recorded. */
  readonly unrecorded: number;
}

/** Compares what was asked for, what receivers saw and what the database says. */
export function* auditEnd(input: EndAuditInput): Generator<string> {
  for (const accepted of input.owner.accepted) yield* auditResend(accepted, input);
  if (isUndisturbed(input.scenario)) yield* auditFairness(input);
  yield* auditAttempts(input);
}

/**
 * Other resends of single objects, which are rated or go to rated endpoints, held every permit or
 * every place at the endpoint between two moments.
 */
function isKeptOut(
  toEndpointId: string,
  fromMs: number,
  toMs: number,
  input: EndAuditInput,
): boolean {
  const { owner, arrivals, scenario } = input;
  const interactive = new Set(owner.accepted.filter((it) => it.isInteractive).map(({ id }) => id));
  const slow = arrivals
    .filter((arrival) => isRated(arrival, input) && interactive.has(arrival.resendId))
    .filter(({ startedPassedMs }) => startedPassedMs > fromMs && startedPassedMs < toMs);
  const holders = new Set(slow.map(({ resendId }) => resendId));
  const residents = new Set(
    slow.filter(({ endpointId }) => endpointId === toEndpointId).map(({ resendId }) => resendId),
  );
  return holders.size >= scenario.permits.interactive || residents.size >= scenario.maxResident;
}

/** It could go no faster, by its endpoint or by what was asked for its resend. */
function isRated({ endpointId, resendId }: Arrival, { owner, rated }: EndAuditInput): boolean {
  return rated.has(endpointId) || owner.options.asked.get(resendId)?.wasRated === true;
}

/** A resend of one object does not wait for bulk resends, however much they have to do. */
function* auditFairness(input: EndAuditInput): Generator<string> {
  const { owner, arrivals } = input;
  const bulk = new Set(owner.accepted.filter((it) => !it.isInteractive).map(({ id }) => id));
  for (const { id, isInteractive, acceptedPassedMs } of owner.accepted) {
    const own = arrivals.filter(({ resendId }) => resendId === id);
    const [first] = own;
    if (!isInteractive || first === undefined) continue;
    if (own.some((arrival) => isRated(arrival, input))) continue;
    if (owner.options.asked.get(id)?.notBeforeMs !== null) continue;
    if (first.startedPassedMs - acceptedPassedMs <= SOON_MS) continue;
    if (isKeptOut(first.endpointId, acceptedPassedMs, first.startedPassedMs, input)) continue;
    const ahead = arrivals.filter(
      ({ resendId, endpointId, startedPassedMs }) =>
        bulk.has(resendId) &&
        endpointId === first.endpointId &&
        startedPassedMs > acceptedPassedMs &&
        startedPassedMs < first.startedPassedMs,
    );
    if (ahead.length > MAX_BULK_TURNS) {
      yield `resend ${String(id)} waited for ${String(ahead.length)} deliveries of bulk resends`;
    }
  }
}

/** Counts of a resend that is still under way are true, too. */
export function* auditCounts(database: SimulatedDatabase): Generator<string> {
  const wrong = database.rows<{
    id: number;
  }>(`SELECT r.id FROM resends r LEFT JOIN deliveries d ON d.resend_id = r.id GROUP BY r.id
       HAVING r.delivered <> count(*) FILTER (WHERE d.state = 'DELIVERED')
         OR r.failed <> count(*) FILTER (WHERE d.state IN ('FAILED', 'SKIPPED', 'CANCELLED'))
         OR r.delivered + r.failed > r.total`);
  for (const { id } of wrong) yield `resend ${String(id)}: its counts are not its outcomes`;
}

/** A resend is paused by its sample for a reason. */
export function* auditSamples(database: SimulatedDatabase): Generator<string> {
  const wrong = database.rows<{ id: number }>(`SELECT id FROM resends r
    WHERE sample_state = 'FAILED' AND NOT EXISTS (
      SELECT 1 FROM resend_samples s JOIN attempts a
        ON a.resend_id = s.resend_id AND a.position = s.position
      WHERE s.resend_id = r.id AND a.error_class IS NOT NULL)`);
  for (const { id } of wrong) yield `resend ${String(id)}: nothing of its sample failed`;
}

function* auditResend(accepted: Accepted, input: EndAuditInput): Generator<string> {
  const { id, expected } = accepted;
  const name = `resend ${String(id)}`;
  const row = input.database.row<ResendRow>(
    `SELECT status, total, delivered, failed, finished_at_ms AS finishedAtMs FROM resends
       WHERE id = ?`,
    id,
  );
  if (row === undefined) {
    yield `${name} is lost`;
    return;
  }
  if (row.finishedAtMs === null) yield `${name} is not settled (${row.status})`;
  const deliveries = input.database.rows<DeliveryRow>(
    `SELECT d.position, e.id AS eventId, d.endpoint_id AS endpointId, d.state, d.reason,
         d.attempts FROM deliveries d JOIN events e ON e.seq = d.event_seq
       WHERE d.resend_id = ? ORDER BY d.position`,
    id,
  );
  const pairs = new Set(deliveries.map(({ eventId, endpointId }) => `${eventId} ${endpointId}`));
  if (pairs.size !== deliveries.length) yield `${name} has a delivery twice`;
  const missing = [...expected].filter((pair) => !pairs.has(pair));
  const added = [...pairs].filter((pair) => !expected.has(pair));
  if (missing.length > 0) yield `${name} lacks ${missing.join(', ')}`;
  if (added.length > 0) yield `${name} was not to have ${added.join(', ')}`;
  const delivered = deliveries.filter(({ state }) => state === 'DELIVERED').length;
  const failed = deliveries.length - delivered;
  const isWhole = row.total === deliveries.length && row.delivered === delivered;
  if (!isWhole || row.failed !== failed) yield `${name}: its counts are not its outcomes`;
  // Of an empty set only its detail says whether an endpoint was missing.
  const status = failed === 0 ? 'COMPLETED' : 'FAILED';
  if (deliveries.length > 0 && row.status !== status) yield `${name} is ${row.status}`;
  for (const delivery of deliveries) yield* auditDelivery(accepted, delivery, input);
}

function* auditDelivery(
  { id }: Accepted,
  { eventId, endpointId, state, reason, attempts }: DeliveryRow,
  { owner, scenario, arrivals }: EndAuditInput,
): Generator<string> {
  const name = `${eventId} to ${endpointId} of resend ${String(id)}`;
  const { scheduleMs, expiresAfterMs } = scenario.retry;
  const ending = `${state} ${reason ?? ''}`.trim();
  const canBeGone = owner.disturbed.has(endpointId) || wasGone(endpointId, arrivals);
  const isFine: Record<string, boolean> = {
    DELIVERED: attempts > 0,
    FAILED: attempts === scheduleMs.length,
    'FAILED expired': expiresAfterMs < 600_000 || scenario.clockJumps > 0,
    'FAILED endpoint_gone': canBeGone && attempts > 0,
    'SKIPPED endpoint_gone': canBeGone,
    'SKIPPED endpoint_disabled': owner.disturbed.has(endpointId),
    'CANCELLED cancelled': owner.cancelled.has(id),
  };
  if (isFine[ending] !== true) yield `${name} is ${ending} after ${String(attempts)} attempts`;
}

/** Each recorded attempt is one that a receiver saw, and what it saw beside them is bounded. */
function* auditAttempts(input: EndAuditInput): Generator<string> {
  const { arrivals, unrecorded } = input;
  const rows = input.database
    .rows<AttemptRow>(`SELECT a.resend_id AS resendId, e.id AS eventId, d.endpoint_id AS endpointId, a.number,
         a.http_status AS httpStatus, a.error_class AS errorClass
       FROM attempts a JOIN deliveries d ON d.resend_id = a.resend_id AND d.position = a.position
       JOIN events e ON e.seq = d.event_seq`);
  const seen = Map.groupBy(arrivals, nameOf);
  for (const row of rows) {
    const { number: attempt, httpStatus, errorClass } = row;
    const name = nameOf({ ...row, attempt });
    const hasSeen = seen
      .get(name)
      ?.some(
        ({ outcome }) => outcome?.httpStatus === httpStatus && outcome.errorClass === errorClass,
      );
    if (hasSeen !== true) yield `${name} is recorded otherwise than its receiver saw it`;
  }
  const doubles = arrivals.length - rows.length;
  if (doubles < 0) yield `${String(-doubles)} recorded attempts were never made`;
  if (doubles > unrecorded) {
    yield `${String(doubles)} were sent again, of ${String(unrecorded)} that were in flight`;
  }
}

function wasGone(endpointId: string, arrivals: readonly Arrival[]): boolean {
  return arrivals.some((it) => it.endpointId === endpointId && it.outcome?.httpStatus === 410);
}

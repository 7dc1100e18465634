import type {
  Arrival,
  AttemptState,
  DeliveryState,
  Evidence,
  ResendCounts,
  ResendState,
} from './evidence.ts';

/** Violations reported at most; one defect may have thousands. */
const MAX_REPORTED = 50;

/** Judges what is left when everything is settled; answers what does not hold. */
export function audit(evidence: Evidence): string[] {
  const violations = [
    ...judgeFile(evidence),
    ...judgeResends(evidence),
    ...judgeDeliveries(evidence),
    ...judgeArrivals(evidence),
    ...judgeDoubles(evidence),
    ...judgeOrder(evidence),
  ];
  return violations.slice(0, MAX_REPORTED);
}

function* judgeFile({ integrity }: Evidence): Generator<string> {
  if (integrity !== 'ok') yield `integrity_check: ${integrity}`;
}

/** Every answered ID is a whole resend and settled, and there is no other one. */
function* judgeResends(evidence: Evidence): Generator<string> {
  const rows = new Map(evidence.resends.map((row) => [row.id, row]));
  const logs = new Map(evidence.logs.map((log) => [log.id, log]));
  const deliveries = Map.groupBy(evidence.deliveries, ({ resendId }) => resendId);
  const ids = new Set(evidence.answered.map(({ id }) => id));
  if (ids.size < evidence.answered.length) yield 'two requests were answered with the same ID';
  for (const id of rows.keys()) if (!ids.has(id)) yield `resend ${id}: was never answered`;
  for (const { id, expected } of evidence.answered) {
    const [row, log] = [rows.get(id), logs.get(id)];
    if (row === undefined || log === undefined) {
      yield `resend ${id}: was answered and does not exist`;
      continue;
    }
    for (const defect of judgeResend(row, log, deliveries.get(id) ?? [], expected)) {
      yield `resend ${id}: ${defect}`;
    }
  }
}

function* judgeResend(
  row: ResendState,
  log: ResendCounts,
  deliveries: readonly DeliveryState[],
  expected: ReadonlySet<string>,
): Generator<string> {
  const { status, total, delivered, failed } = row;
  if (status !== 'COMPLETED' && status !== 'FAILED') yield `is not settled but ${status}`;
  if (row.endpoints === 0 || row.acts !== 1 || row.keys !== 1) yield 'is half-written';
  if (row.jobs > 0) yield 'is settled and its job is still in the outbox';
  const rowsDelivered = deliveries.filter(({ state }) => state === 'DELIVERED').length;
  const rowsFailed = deliveries.length - rowsDelivered;
  if (total !== deliveries.length || delivered !== rowsDelivered || failed !== rowsFailed) {
    yield `counts ${total}/${delivered}/${failed}, rows ${deliveries.length}/${rowsDelivered}/${rowsFailed}`;
  }
  if ((status === 'COMPLETED') !== (failed === 0)) yield `is ${status} with ${failed} failed`;
  const reported = [log.status, log.total, log.delivered, log.failed, log.pending];
  if (`${reported.join()}` !== `${[status, total, delivered, failed, 0].join()}`) {
    yield `the API tells ${reported.join()}`;
  }
  const found = new Set(deliveries.map(({ endpoint, event }) => `${endpoint}/${event}`));
  if (found.size < deliveries.length) yield 'has a delivery twice';
  for (const key of without(expected, found)) yield `has no delivery ${key}`;
  for (const key of without(found, expected)) yield `has a delivery ${key} that nobody asked for`;
}

function without(keys: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...keys].filter((key) => !others.has(key));
}

/** Attempts are numbered 1 to n without gaps, and the last one says what the delivery is. */
function* judgeDeliveries(evidence: Evidence): Generator<string> {
  const attempts = Map.groupBy(evidence.attempts, placeOf);
  for (const delivery of evidence.deliveries) {
    const own = (attempts.get(placeOf(delivery)) ?? []).toSorted((a, b) => a.number - b.number);
    const defect = defectOf(delivery, own, evidence.maxAttempts);
    if (defect !== null) yield `delivery ${placeOf(delivery)}: ${defect}`;
  }
}

function defectOf(
  { state, attempts }: DeliveryState,
  own: readonly AttemptState[],
  maxAttempts: number,
): string | null {
  const numbers = own.map(({ number }) => number);
  if (numbers.some((number, at) => number !== at + 1) || attempts !== own.length) {
    return `attempts are numbered ${numbers.join()} and counted ${attempts}`;
  }
  const successes = own.filter(({ status }) => isSuccess(status)).length;
  const isLastGood = isSuccess(own.at(-1)?.status ?? null);
  if (state === 'DELIVERED') {
    return successes === 1 && isLastGood ? null : `is DELIVERED after ${successes} successes`;
  }
  if (state !== 'FAILED') return `is ${state}`;
  return successes === 0 && own.length === maxAttempts ? null : `FAILED after ${own.length}`;
}

/** What came is what was recorded, whole, and only where it belongs. */
function* judgeArrivals(evidence: Evidence): Generator<string> {
  const arrived = Map.groupBy(evidence.arrivals, keyOf);
  const deliveries = new Map(evidence.deliveries.map((delivery) => [keyOf(delivery), delivery]));
  const attempts = Map.groupBy(evidence.attempts, placeOf);
  for (const arrival of evidence.arrivals) {
    if (arrival.defect !== null) yield `arrival ${keyOf(arrival)}: ${arrival.defect}`;
  }
  for (const [key, arrivals] of arrived) {
    const delivery = deliveries.get(key);
    if (delivery === undefined) yield `arrival ${key}: belongs to no delivery`;
    else if (arrivals.some(({ attempt }) => attempt > delivery.attempts)) {
      yield `arrival ${key}: an attempt was made and never recorded`;
    }
  }
  for (const [key, delivery] of deliveries) {
    for (const { number, status } of attempts.get(placeOf(delivery)) ?? []) {
      const came = (arrived.get(key) ?? []).filter(({ attempt }) => attempt === number);
      // The dispatcher may have lost the connection; then it recorded no status.
      if (status !== null && !came.some((arrival) => arrival.status === status)) {
        yield `delivery ${key}: attempt ${number} is recorded with ${status} and never came`;
      }
    }
  }
}

/** An attempt comes again only after a kill, and no more of them than were in flight. */
function* judgeDoubles({ arrivals, maxInFlight }: Evidence): Generator<string> {
  const repeatedAfter = new Map<number, number>();
  const latest = new Map<string, Arrival>();
  for (const arrival of arrivals) {
    const key = `${keyOf(arrival)}/${arrival.attempt}`;
    const before = latest.get(key);
    latest.set(key, arrival);
    if (before === undefined) continue;
    if (before.life === arrival.life) yield `arrival ${key}: came twice without a kill`;
    repeatedAfter.set(before.life, (repeatedAfter.get(before.life) ?? 0) + 1);
  }
  for (const [life, count] of repeatedAfter) {
    if (count > maxInFlight)
      yield `life ${life}: ${count} came again, ${maxInFlight} were in flight`;
  }
}

/** Of an object, no event comes after a later one of the same resend. */
function* judgeOrder({ arrivals }: Evidence): Generator<string> {
  const latest = new Map<string, number>();
  for (const { resendId, endpoint, object, ordinal } of arrivals) {
    const key = `${resendId}/${endpoint}/${object}`;
    if (ordinal < (latest.get(key) ?? 0)) {
      yield `object ${key}: event ${ordinal} came after event ${latest.get(key)}`;
    }
    latest.set(key, ordinal);
  }
}

/** Arrivals beyond the first of each attempt. */
export function countDoubles(arrivals: readonly Arrival[]): number {
  const attempts = new Set(arrivals.map((arrival) => `${keyOf(arrival)}/${arrival.attempt}`));
  return arrivals.length - attempts.size;
}

function keyOf(one: Pick<Arrival, 'resendId' | 'endpoint' | 'event'>): string {
  return `${one.resendId}/${one.endpoint}/${one.event}`;
}

function placeOf({ resendId, position }: Pick<DeliveryState, 'resendId' | 'position'>): string {
  return `${resendId}/${position}`;
}

function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

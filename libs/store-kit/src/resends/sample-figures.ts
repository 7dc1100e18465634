import type {
  DeliveryKind,
  DeliveryState,
  ErrorClass,
  LeftOutKinds,
  SampleFailure,
  SampleFigures,
  TriedKind,
} from '@webhooks/domain';

/** A delivery that went first, or was to go. */
export interface SampledOutcome {
  readonly eventType: string;
  readonly endpointId: string;
  /** Empty: none. */
  readonly lastFailure: string;
  /** Of its kind. */
  readonly deliveries: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly httpStatus: number | null;
  readonly errorClass: ErrorClass | null;
}

/** What a resend keeps of its sample; see ResendRow. */
export interface SampleRow {
  readonly sample_first: number | null;
  readonly sample_state: 'WAITING' | 'SENDING' | 'FAILED' | null;
  readonly sample_figures: string | null;
  readonly sample_left_out: string | null;
}

/** What is kept of a sample while it is sent, and stays when the rest is let go. */
type KeptFigures = Omit<SampleFigures, 'state' | 'kindsNotTried'>;

const noFigures: KeptFigures = { size: 0, sent: 0, delivered: 0, tried: [], notTried: [] };

/** What came of a sample so far. */
export function sampleFiguresOf(sampled: readonly SampledOutcome[]): KeptFigures {
  const byKind = Map.groupBy(sampled, (one) =>
    JSON.stringify([one.eventType, one.endpointId, one.lastFailure]),
  );
  const kinds = [...byKind.values()].map(kindOf);
  const sum = (count: (kind: TriedKind) => number) =>
    kinds.reduce((total, kind) => total + count(kind), 0);
  return {
    size: sampled.length,
    sent: sum(({ sent }) => sent),
    delivered: sum(({ delivered }) => delivered),
    tried: kinds.filter(({ sent }) => sent > 0),
    notTried: kinds.filter(({ sent }) => sent === 0).map(withoutCounts),
  };
}

/** The figures as they are shown; null for a resend that sends all at once. */
export function toSampleFigures(row: SampleRow): SampleFigures | null {
  if (row.sample_first === null) return null;
  const kept = parsed<KeptFigures>(row.sample_figures) ?? noFigures;
  const leftOut = parsed<LeftOutKinds>(row.sample_left_out) ?? { kinds: [], count: 0 };
  const hasFailed = kept.sent > kept.delivered;
  return {
    state: row.sample_state ?? (hasFailed ? 'FAILED' : 'PASSED'),
    ...kept,
    notTried: [...kept.notTried, ...leftOut.kinds],
    kindsNotTried: kept.notTried.length + leftOut.count,
  };
}

function kindOf(alike: readonly SampledOutcome[]): TriedKind {
  const [{ eventType = '', endpointId = '', lastFailure = '', deliveries = 0 } = {}] = alike;
  const sent = alike.filter(({ attempts }) => attempts > 0);
  const failed = sent.filter(({ state }) => state !== 'DELIVERED');
  return {
    ...{ eventType, endpointId, lastFailure: lastFailure === '' ? null : lastFailure, deliveries },
    sent: sent.length,
    delivered: sent.length - failed.length,
    failures: failuresOf(failed),
  };
}

function failuresOf(failed: readonly SampledOutcome[]): SampleFailure[] {
  const alike = Map.groupBy(failed, (one) => JSON.stringify([one.errorClass, one.httpStatus]));
  return [...alike.values()].map((all) => ({
    errorClass: all[0]?.errorClass ?? 'unknown',
    httpStatus: all[0]?.httpStatus ?? null,
    count: all.length,
  }));
}

function withoutCounts({
  eventType,
  endpointId,
  lastFailure,
  deliveries,
}: DeliveryKind): DeliveryKind {
  return { eventType, endpointId, lastFailure, deliveries };
}

function parsed<Value>(json: string | null): Value | null {
  return json === null ? null : (JSON.parse(json) as Value);
}

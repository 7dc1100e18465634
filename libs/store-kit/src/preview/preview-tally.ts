import type {
  DeliveryCount,
  KeyedCount,
  LastOutcome,
  ResendPreview,
  UndeliveredCounts,
  WaitingDeliveries,
} from '@webhooks/domain';

/** Deliveries of one event type to one endpoint with one outcome, in a part of a walk. */
export interface PreviewGroup {
  readonly type: string;
  readonly endpointId: string;
  readonly lastOutcome: LastOutcome;
  readonly deliveries: number;
  readonly oldestUs: number;
  readonly newestUs: number;
}

/** What one part of a walk came to. */
export interface TalliedChunk {
  readonly groups: readonly PreviewGroup[];
  /** Those that the groups are of, each once. */
  readonly events: number;
  readonly undelivered: UndeliveredCounts;
  /** Objects of which a newer event is outside; null where that is not asked for. */
  readonly newerOutside: number | null;
}

/** Why an endpoint takes nothing now, and until when. */
export type EndpointWait = Pick<WaitingDeliveries, 'waitingFor' | 'nextTestAtMs'>;

/** What is known once all parts are added. */
export interface TallyEnd {
  readonly unmatchedEvents: number;
  readonly isOfUndelivered: boolean;
  /** What endpoints wait for that take nothing now. */
  readonly waits: ReadonlyMap<string, EndpointWait>;
}

/** Adds up the parts of a preview. */
export class PreviewTally {
  readonly #disabled: ReadonlySet<string>;
  readonly #all = new Sum();
  readonly #byType = new Map<string, Sum>();
  readonly #byEndpoint = new Map<string, Sum>();
  readonly #byOutcome = {
    DELIVERED: new Sum(),
    FAILED: new Sum(),
    RETRYING: new Sum(),
    NEVER_ATTEMPTED: new Sum(),
    UNKNOWN: new Sum(),
  } as const satisfies Record<LastOutcome, Sum>;
  #events = 0;
  #oldestUs = Infinity;
  #newestUs = -Infinity;
  #newerOutside: number | null = null;
  #undelivered: UndeliveredCounts = { alreadyDelivered: 0, heldByResend: 0, retriedBySender: 0 };

  /** Deliveries to these endpoints would be skipped. */
  constructor(disabledEndpointIds: Iterable<string>) {
    this.#disabled = new Set(disabledEndpointIds);
  }

  get deliveries(): number {
    return this.#all.deliveries;
  }

  add({ groups, events, undelivered, newerOutside }: TalliedChunk): void {
    this.#events += events;
    if (newerOutside !== null) this.#newerOutside = (this.#newerOutside ?? 0) + newerOutside;
    this.#addUndelivered(undelivered);
    for (const { type, endpointId, lastOutcome, deliveries, oldestUs, newestUs } of groups) {
      const skipped = this.#disabled.has(endpointId) ? deliveries : 0;
      this.#all.add(deliveries, skipped);
      sumOf(this.#byType, type).add(deliveries, skipped);
      sumOf(this.#byEndpoint, endpointId).add(deliveries, skipped);
      this.#byOutcome[lastOutcome].add(deliveries, skipped);
      this.#oldestUs = Math.min(this.#oldestUs, oldestUs);
      this.#newestUs = Math.max(this.#newestUs, newestUs);
    }
  }

  #addUndelivered({ alreadyDelivered, heldByResend, retriedBySender }: UndeliveredCounts): void {
    const sum = this.#undelivered;
    this.#undelivered = {
      alreadyDelivered: sum.alreadyDelivered + alreadyDelivered,
      heldByResend: sum.heldByResend + heldByResend,
      retriedBySender: sum.retriedBySender + retriedBySender,
    };
  }

  /** Endpoints that would get something, most deliveries first. */
  get endpointIds(): readonly string[] {
    return mostFirst(this.#byEndpoint).map(({ key }) => key);
  }

  /** The whole, once every part is added. */
  result({ unmatchedEvents, isOfUndelivered, waits }: TallyEnd): ResendPreview {
    const waitingAt = this.#waitingAt(waits);
    const isEmpty = this.deliveries === 0;
    const { DELIVERED, FAILED, RETRYING, NEVER_ATTEMPTED, UNKNOWN } = this.#byOutcome;
    return {
      ...this.#all.count(),
      events: this.#events,
      byEventType: mostFirst(this.#byType),
      byEndpoint: mostFirst(this.#byEndpoint),
      byLastOutcome: {
        DELIVERED: DELIVERED.count(),
        FAILED: FAILED.count(),
        RETRYING: RETRYING.count(),
        NEVER_ATTEMPTED: NEVER_ATTEMPTED.count(),
        UNKNOWN: UNKNOWN.count(),
      },
      undelivered: isOfUndelivered ? this.#undelivered : null,
      newerOutside: this.#newerOutside,
      oldestEventAtUs: isEmpty ? null : this.#oldestUs,
      newestEventAtUs: isEmpty ? null : this.#newestUs,
      unmatchedEvents,
      waiting: waitingAt.reduce((sum, { deliveries }) => sum + deliveries, 0),
      waitingAt,
    };
  }

  #waitingAt(waits: TallyEnd['waits']): WaitingDeliveries[] {
    return mostFirst(this.#byEndpoint).flatMap(({ key: endpointId, deliveries, skipped }) => {
      const wait = waits.get(endpointId);
      return wait === undefined || skipped > 0 ? [] : [{ endpointId, deliveries, ...wait }];
    });
  }
}

class Sum {
  deliveries = 0;
  #skipped = 0;

  add(deliveries: number, skipped: number): void {
    this.deliveries += deliveries;
    this.#skipped += skipped;
  }

  count(): DeliveryCount {
    return { deliveries: this.deliveries, skipped: this.#skipped };
  }
}

function sumOf(sums: Map<string, Sum>, key: string): Sum {
  const sum = sums.get(key) ?? new Sum();
  sums.set(key, sum);
  return sum;
}

function mostFirst(sums: ReadonlyMap<string, Sum>): KeyedCount[] {
  return [...sums]
    .map(([key, sum]) => ({ key, ...sum.count() }))
    .sort((one, other) => other.deliveries - one.deliveries || (one.key < other.key ? -1 : 1));
}

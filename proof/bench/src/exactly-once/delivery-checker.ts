/** A request at the receiver, by what its headers and its path say. */
export interface CheckedDelivery {
  readonly resendId: number;
  readonly endpoint: number;
  /** Object of the endpoint's account, and which of its events; both count from 1. */
  readonly object: number;
  readonly ordinal: number;
}

/** What an endpoint is to get of every resend that concerns it. */
export interface EndpointPlan {
  readonly endpoint: number;
  readonly objects: number;
  readonly eventsPerObject: number;
}

/** A resend that was accepted, and the endpoints that it concerns. */
export interface ExpectedResend {
  readonly resendId: number;
  readonly endpoints: readonly number[];
}

/** Everything but `expected` and `received` is to be zero. */
export type CheckVerdict = {
  readonly expected: number;
  readonly received: number;
  /** Never came. */
  readonly lost: number;
  /** Came again. */
  readonly doubled: number;
  /** Came after a later event of the same object, endpoint and resend. */
  readonly outOfOrder: number;
  /** Came while another event of the same object and endpoint was not answered, of any resend. */
  readonly together: number;
  /** Belong to no resend, endpoint or event that was asked for. */
  readonly foreign: number;
};

interface Track {
  /** How often each event came, object after object. */
  readonly counts: Uint8Array;
  /** The latest event of each object. */
  readonly latest: Uint8Array;
}

/** Checks a stream of deliveries against what was to come: each once, in order, one at a time. */
export class DeliveryChecker {
  readonly #plans: ReadonlyMap<number, EndpointPlan>;
  readonly #tracks = new Map<string, Track>();
  readonly #inFlight = new Set<string>();
  #received = 0;
  #doubled = 0;
  #outOfOrder = 0;
  #together = 0;
  #foreign = 0;

  constructor(plans: readonly EndpointPlan[]) {
    this.#plans = new Map(plans.map((plan) => [plan.endpoint, plan]));
  }

  get received(): number {
    return this.#received;
  }

  /** A request is complete. */
  arrived(delivery: CheckedDelivery): void {
    this.#received += 1;
    const { endpoint, object, ordinal } = delivery;
    const plan = this.#plans.get(endpoint);
    if (plan === undefined || !isWithin(plan, delivery)) {
      this.#foreign += 1;
      return;
    }
    const track = this.#trackOf(delivery, plan);
    const event = (object - 1) * plan.eventsPerObject + ordinal - 1;
    const count = track.counts[event] ?? 0;
    const latest = track.latest[object - 1] ?? 0;
    if (count > 0) this.#doubled += 1;
    else if (ordinal < latest) this.#outOfOrder += 1;
    track.counts[event] = Math.min(255, count + 1);
    track.latest[object - 1] = Math.max(latest, ordinal);
    const key = objectKey(delivery);
    if (this.#inFlight.has(key)) this.#together += 1;
    this.#inFlight.add(key);
  }

  /** Its answer is about to be written. */
  answered(delivery: CheckedDelivery): void {
    this.#inFlight.delete(objectKey(delivery));
  }

  /** Judges everything so far. */
  verdict(resends: readonly ExpectedResend[]): CheckVerdict {
    let [expected, lost, foreign] = [0, 0, this.#foreign];
    const wanted = new Set<string>();
    for (const { resendId, endpoints } of resends) {
      for (const endpoint of endpoints) {
        const plan = this.#plans.get(endpoint);
        if (plan === undefined) throw new Error(`endpoint ${endpoint} has no plan`);
        const key = `${resendId}/${endpoint}`;
        wanted.add(key);
        const events = plan.objects * plan.eventsPerObject;
        expected += events;
        lost += events - came(this.#tracks.get(key));
      }
    }
    for (const [key, track] of this.#tracks) if (!wanted.has(key)) foreign += came(track);
    return {
      expected,
      received: this.#received,
      lost,
      doubled: this.#doubled,
      outOfOrder: this.#outOfOrder,
      together: this.#together,
      foreign,
    };
  }

  #trackOf({ resendId, endpoint }: CheckedDelivery, plan: EndpointPlan): Track {
    const key = `${resendId}/${endpoint}`;
    let track = this.#tracks.get(key);
    if (track === undefined) {
      const { objects, eventsPerObject } = plan;
      track = {
        counts: new Uint8Array(objects * eventsPerObject),
        latest: new Uint8Array(objects),
      };
      this.#tracks.set(key, track);
    }
    return track;
  }
}

/** Whether each came once, in order and alone. */
export function isClean(verdict: CheckVerdict): boolean {
  const { lost, doubled, outOfOrder, together, foreign } = verdict;
  return lost + doubled + outOfOrder + together + foreign === 0;
}

function isWithin(plan: EndpointPlan, { object, ordinal }: CheckedDelivery): boolean {
  return object >= 1 && object <= plan.objects && ordinal >= 1 && ordinal <= plan.eventsPerObject;
}

function objectKey({ endpoint, object }: CheckedDelivery): string {
  return `${endpoint}/${object}`;
}

function came(track: Track | undefined): number {
  return track === undefined ? 0 : track.counts.reduce((sum, count) => sum + Math.min(1, count), 0);
}

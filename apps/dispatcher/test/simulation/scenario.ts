import { defaultBreakerPolicy, type BreakerPolicy } from '@webhooks/delivery';

import type { RetryPolicy } from '../../src/engine/attempt/attempt-sequence.ts';
import type { PermitLimits } from '../../src/engine/intake/work-permits.ts';
import type { Chance } from './chance.ts';
import type { StorePolicy } from './store-line.ts';

/** What a world is like; decided by its seed alone. */
export interface Scenario {
  readonly store: StorePolicy;
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy;
  readonly endpointMaxInFlight: number;
  /** Resends of one mode that are in memory for an endpoint. */
  readonly maxResident: number;
  readonly maxInFlight: number;
  readonly memoryBytes: number;
  readonly permits: PermitLimits;
  /** Deliveries that are planned or loaded in one step at most. */
  readonly pageRows: number;
  readonly accounts: number;
  readonly endpoints: number;
  readonly objects: number;
  readonly events: number;
  readonly resends: number;
  /** Until when owners act and faults come, in milliseconds. */
  readonly troubleMs: number;
  /** Receivers answer as they like; otherwise with 200. */
  readonly hasSickReceivers: boolean;
  /** Processes are killed, frozen, stopped; the clock jumps; jobs get lost. */
  readonly crashes: number;
  readonly clockJumps: number;
  readonly hasBadBroker: boolean;
  /** What owners ask beside new resends. */
  readonly controlRequests: number;
  /** Owners say how some of their resends are carried out. */
  readonly hasOptions: boolean;
}

/** Nothing in it keeps anybody waiting but the work itself. */
export function isUndisturbed(scenario: Scenario): boolean {
  const { store, hasSickReceivers, crashes, clockJumps, hasBadBroker, controlRequests } = scenario;
  if (!store.isDirect || hasSickReceivers || hasBadBroker) return false;
  return crashes + clockJumps + controlRequests === 0;
}

/** A store that does everything at once. */
const direct: StorePolicy = { isDirect: true, maxDelayMs: 0, errorRate: 0, lostAnswerRate: 0 };

/** A store without errors or delays. */
export function soundStore(policy: StorePolicy): StorePolicy {
  return { ...policy, errorRate: 0, lostAnswerRate: 0 };
}

/** Small worlds: whatever goes wrong in a large one goes wrong in a small one, and can be read. */
export function inventScenario(chance: Chance, whims: Chance): Scenario {
  const isCalm = chance.happens(0.25);
  const isExpiring = !isCalm && chance.happens(0.15);
  const store = chance.happens(0.5)
    ? direct
    : {
        isDirect: false,
        maxDelayMs: chance.of([1, 3, 10]),
        errorRate: isCalm ? 0 : chance.of([0, 0.01, 0.1]),
        lostAnswerRate: isCalm ? 0 : chance.of([0, 0.01, 0.1]),
      };
  const scenario: Scenario = {
    store,
    retry: {
      scheduleMs: [0, 40, 200, 900].slice(0, chance.between(1, 4)),
      expiresAfterMs: isExpiring ? chance.between(500, 4_000) : 600_000,
    },
    breaker: {
      ...defaultBreakerPolicy,
      consecutiveFailures: chance.of([2, 3, 8]),
      windowMs: 2_000,
      minSamples: chance.of([6, 20]),
      firstOpenMs: 100,
      maxOpenMs: 800,
    },
    endpointMaxInFlight: chance.of([1, 2, 4, 8]),
    maxResident: chance.of([1, 2, 16]),
    maxInFlight: chance.of([2, 8, 512]),
    memoryBytes: chance.of([1, 2_000, 1 << 20]),
    permits: { interactive: chance.of([1, 2, 1_024]), bulk: chance.of([1, 2, 256]) },
    pageRows: chance.of([1, 3, 8, 256]),
    accounts: chance.between(1, 2),
    endpoints: chance.between(1, 3),
    objects: chance.between(1, 4),
    events: chance.of([3, 8, 20]),
    resends: chance.between(1, 4),
    troubleMs: chance.of([300, 1_000, 2_000]),
    hasSickReceivers: !isCalm && chance.happens(0.8),
    crashes: isCalm ? 0 : chance.of([0, 0, 1, 3]),
    clockJumps: isCalm ? 0 : chance.of([0, 0, 0, 2]),
    hasBadBroker: chance.happens(0.5),
    controlRequests: isCalm ? 0 : chance.of([0, 2, 5]),
    hasOptions: whims.happens(0.5),
  };
  return isCalm && store.isDirect && chance.happens(0.25) ? { ...scenario, ...busy } : scenario;
}

/** Long enough at one endpoint that who has to wait for the end of a bulk resend is seen to wait. */
const busy: Partial<Scenario> = {
  accounts: 1,
  endpoints: 1,
  endpointMaxInFlight: 1,
  maxResident: 16,
  maxInFlight: 8,
  memoryBytes: 1 << 20,
  permits: { interactive: 1_024, bulk: 256 },
  pageRows: 256,
  objects: 4,
  events: 60,
  resends: 5,
  troubleMs: 300,
  hasBadBroker: false,
};

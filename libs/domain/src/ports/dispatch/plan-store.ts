import type { Fence } from '../../model/fence.ts';
import type { PageLimit, PlannedDelivery } from './delivery-loader.ts';

/** A step of a plan: it is made only where just so many deliveries are planned. */
export interface PlanStep {
  readonly resendId: number;
  readonly planned: number;
  readonly limit: PageLimit;
}

/** What came of a step of a plan. */
export interface PlannedPage {
  /** Those that this very step planned. */
  readonly deliveries: readonly PlannedDelivery[];
  /** Deliveries that are planned now: more than were added where the step was made before. */
  readonly planned: number;
  /** True when the set is planned to its end. */
  readonly done: boolean;
}

/** Deliveries of a set by endpoint; empty where that is known without a count. */
export type CountByEndpoint = ReadonlyMap<string, number>;

/** What one step of a count found, and where the next one begins; null at the end. */
export interface CountedStep {
  readonly count: number;
  readonly byEndpoint: CountByEndpoint;
  readonly cursor: string | null;
}

/** Turns the set of a resend into deliveries. */
export interface PlanStore {
  /**
   * Counts the next part of the set, in steps that do not block. The cursor is null at the start
   * and again at the end.
   */
  countStep(id: number, cursor: string | null): Promise<CountedStep>;
  /** Keeps the total, and what of it is for which endpoint. A total of zero settles the resend. */
  setTotal(
    fence: Fence,
    id: number,
    total: number,
    nowMs: number,
    byEndpoint?: CountByEndpoint,
  ): Promise<void>;
  /**
   * Inserts the next deliveries of the set and moves the plan cursor in one transaction; nothing
   * when more or fewer are planned than the step says.
   */
  planPage(fence: Fence, step: PlanStep, nowMs: number): Promise<PlannedPage>;
}

import type { Fence } from '../../model/fence.ts';
import type { LeftOutKinds } from '../../model/sample-figures.ts';

/** Earlier events of an object that a sample takes in for the sake of a later one. */
export const MAX_PREDECESSORS = 8;

/** A planned delivery, as far as it matters for a sample. */
export interface SampleRow {
  readonly position: number;
  readonly eventType: string;
  readonly endpointId: string;
  /** How the last attempt that is known failed; empty: it did not, or none is known. */
  readonly lastFailure: string;
  /**
   * Positions of the earlier events of its object that wait, in their order: they go before it. Null:
   * there are more than MAX_PREDECESSORS.
   */
  readonly predecessors: readonly number[] | null;
}

/** A delivery that goes first, with how many are of its kind. */
export interface SampledRow extends Omit<SampleRow, 'predecessors'> {
  readonly deliveries: number;
}

/** The deliveries that a resend begins with. */
export interface SampleStore {
  /** Planned deliveries behind a position, in their order, at most limit. */
  sampleRows(id: number, afterPosition: number, limit: number): Promise<readonly SampleRow[]>;
  /**
   * Lets these go first and nothing else until all of them are answered. None: everything goes. What was
   * left out is shown.
   */
  startSample(
    fence: Fence,
    id: number,
    chosen: readonly SampledRow[],
    leftOut: LeftOutKinds,
  ): Promise<void>;
}

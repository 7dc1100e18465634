import type { Fence } from '../../model/fence.ts';
import type { LeftOutKinds } from '../../model/sample-figures.ts';

/** A planned delivery, as far as it matters for a sample. */
export interface SampleRow {
  readonly position: number;
  readonly eventType: string;
  readonly endpointId: string;
  /** How the last attempt that is known failed; empty: it did not, or none is known. */
  readonly lastFailure: string;
  /** False: an earlier event of its object goes before it. */
  readonly isFirstOfObject: boolean;
}

/** A delivery that goes first, with how many are of its kind. */
export interface SampledRow extends Omit<SampleRow, 'isFirstOfObject'> {
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

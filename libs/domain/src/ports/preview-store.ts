import type { PreviewRequest, PreviewResult } from '../model/preview.ts';

/** Looks at what resends would cover. */
export interface PreviewStore {
  /**
   * Says what accepting a request now would cover, and writes nothing. When forMs does not suffice it
   * answers how far it is; the same request of the same user continues from there, and all numbers are
   * of the moment of the first call. What nobody asked for in a minute is forgotten.
   */
  preview(request: PreviewRequest, forMs: number, nowMs: number): Promise<PreviewResult>;
}

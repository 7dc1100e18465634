import type { Resend } from '@webhooks/domain';

import { type ResendItem, toResendItem } from './resend-item.ts';
import { type SampleItem, toSampleItem } from './sample-item.ts';

/** One resend log with what the list does not show. */
export interface ResendDetail extends ResendItem {
  /** The resend whose failures it delivers again. */
  readonly retry_of: number | null;
  /** True when its deliveries are no longer kept. */
  readonly deliveries_pruned: boolean;
  /** What went first; null where all goes at once. */
  readonly sample: SampleItem | null;
}

/** Writes a resend with the fields of the list first. */
export function toResendDetail(resend: Resend): ResendDetail {
  return {
    ...toResendItem(resend),
    retry_of: resend.retryOfId,
    deliveries_pruned: resend.deliveriesPruned,
    sample: resend.sample && toSampleItem(resend.sample),
  };
}

import type { ResendRow } from '../resends/resend-row.ts';
import type { FrozenSet } from './frozen-set.ts';

/** The set that a stored resend covers. */
export function frozenSetOf(row: ResendRow): FrozenSet {
  const { start_us: startUs, end_us: endUs } = row;
  return {
    endpoints: { resendId: row.id },
    asOfRecording: row.as_of_recording,
    asOfChange: row.as_of_change,
    predicate: {
      accountId: row.account_id,
      resendType: row.resend_type,
      objectReferenceId: row.object_reference_id,
      range: startUs === null || endUs === null ? null : { startUs, endUs },
      deliveryState: row.delivery_state,
      eventTypes: JSON.parse(row.event_types) as string[],
      endpointIds: JSON.parse(row.endpoint_ids) as string[],
      retryOfId: row.retry_of_id,
      asOfSeq: row.as_of_seq,
    },
  };
}

import { toListSummary, type ResendRow } from '../resends/resend-row.ts';
import type { FrozenSet } from './frozen-set.ts';

/** The set that a stored resend covers. */
export function frozenSetOf(row: ResendRow): FrozenSet {
  const { start_us: startUs, end_us: endUs, retry_of_id: retryOfId } = row;
  if (retryOfId !== null) return { kind: 'retried', retryOfId };
  const list = toListSummary(row);
  return {
    kind: 'selected',
    endpoints: { resendId: row.id },
    replaced: row.deliver_to === null ? null : { resendId: row.id },
    asOf: {
      seq: row.as_of_seq,
      // The column keeps the name that it was made with.
      record: row.as_of_recording,
      change: row.as_of_change,
      outcome: row.as_of_outcome,
      key: row.as_of_key,
      // Ids are given in the order of acceptance.
      resend: row.id - 1,
      retryingSinceUs: row.retrying_since_us,
    },
    predicate: {
      accountId: row.account_id,
      resendType: row.resend_type,
      objectReferenceId: row.object_reference_id,
      list: list && { ...list, entries: { resendId: row.id }, asOfKey: row.as_of_key },
      range: startUs === null || endUs === null ? null : { startUs, endUs },
      deliveryState: row.delivery_state,
      includeInHand: row.include_in_hand === 1,
      latestOnly: row.latest_only === 1,
      eventTypes: JSON.parse(row.event_types) as string[],
      endpointIds: JSON.parse(row.endpoint_ids) as string[],
      asOfSeq: row.as_of_seq,
    },
  };
}

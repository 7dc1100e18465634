import type { Delivery } from '@webhooks/domain';

import { CSV, csvLine } from '../export/csv.ts';
import { type DeliveryItem, toDeliveryItem } from './delivery-item.ts';

/** The columns, in their order. */
const columns = [
  'id',
  'event_id',
  'event_type',
  'event_occurred_at',
  'object_reference_id',
  'endpoint_id',
  'state',
  'reason',
  'attempts',
  'last_http_status',
  'last_error_class',
  'duplicate',
  'next_attempt_at',
  'settled_at',
] as const satisfies (keyof DeliveryItem)[];

/** Deliveries as a spreadsheet reads them. */
export const deliveryCsv = {
  type: CSV,
  head: csvLine(columns),
  textOf: (delivery: Delivery): string => deliveryLine(toDeliveryItem(delivery)),
};

/** A delivery as one line. */
export function deliveryLine(item: DeliveryItem): string {
  return csvLine(columns.map((column) => item[column]));
}

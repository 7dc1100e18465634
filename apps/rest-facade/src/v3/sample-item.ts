import type { DeliveryKind, SampleFigures } from '@webhooks/domain';

/** Deliveries of a resend that are alike. */
export interface DeliveryKindItem {
  readonly event_type: string;
  readonly endpoint_id: string;
  readonly last_failure: string | null;
  readonly deliveries: number;
}

/** What the deliveries that went first say of a kind. */
export interface TriedKindItem extends DeliveryKindItem {
  readonly sent: number;
  readonly delivered: number;
  readonly failures: readonly {
    readonly error_class: string;
    readonly http_status: number | null;
    readonly count: number;
  }[];
}

/** What went first of a resend. */
export interface SampleItem {
  readonly state: string;
  readonly size: number;
  readonly sent: number;
  readonly delivered: number;
  readonly tried: readonly TriedKindItem[];
  readonly not_tried: readonly DeliveryKindItem[];
  readonly kinds_not_tried: number;
}

/** Writes what went first. */
export function toSampleItem(sample: SampleFigures): SampleItem {
  return {
    state: sample.state,
    size: sample.size,
    sent: sample.sent,
    delivered: sample.delivered,
    tried: sample.tried.map((kind) => ({
      ...toKindItem(kind),
      sent: kind.sent,
      delivered: kind.delivered,
      failures: kind.failures.map(({ errorClass, httpStatus, count }) => ({
        ...{ error_class: errorClass, http_status: httpStatus, count },
      })),
    })),
    not_tried: sample.notTried.map(toKindItem),
    kinds_not_tried: sample.kindsNotTried,
  };
}

function toKindItem(kind: DeliveryKind): DeliveryKindItem {
  return {
    event_type: kind.eventType,
    endpoint_id: kind.endpointId,
    last_failure: kind.lastFailure,
    deliveries: kind.deliveries,
  };
}

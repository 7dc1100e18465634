import type { ResendStatistics } from '@webhooks/domain';
import { formatMillis } from '@webhooks/validation';

/** What became of a resend as v3 callers see it. */
export interface ResendStatisticsBody {
  /** Deliveries in each state. */
  readonly by_state: Readonly<Record<string, number>>;
  /** Attempts that failed alike, most first; http_status is null where no response came. */
  readonly failures: readonly {
    readonly error_class: string;
    readonly http_status: number | null;
    readonly count: number;
  }[];
  /** Delivered events by endpoint and type, and what receivers said of them. */
  readonly receipts: readonly {
    readonly endpoint_id: string;
    readonly event_type: string;
    readonly delivered_new: number;
    readonly delivered_known_before: number;
    readonly delivered_not_said: number;
  }[];
  readonly bucket_seconds: number;
  /** Deliveries settled within each stretch of time; stretches without any are left out. */
  readonly over_time: readonly {
    readonly start: string;
    readonly delivered: number;
    readonly failed: number;
  }[];
}

/** Writes what became of a resend. */
export function toResendStatisticsBody(statistics: ResendStatistics): ResendStatisticsBody {
  const { byState, failures, receipts, bucketMs, overTime } = statistics;
  return {
    by_state: byState,
    failures: failures.map(({ errorClass, httpStatus, attempts }) => ({
      error_class: errorClass,
      http_status: httpStatus,
      count: attempts,
    })),
    receipts: receipts.map((own) => ({
      endpoint_id: own.endpointId,
      event_type: own.eventType,
      delivered_new: own.fresh,
      delivered_known_before: own.knownBefore,
      delivered_not_said: own.notSaid,
    })),
    bucket_seconds: bucketMs / 1000,
    over_time: overTime.map(({ startMs, delivered, failed }) => ({
      start: formatMillis(startMs),
      delivered,
      failed,
    })),
  };
}

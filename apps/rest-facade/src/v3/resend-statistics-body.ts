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
  const { byState, failures, bucketMs, overTime } = statistics;
  return {
    by_state: byState,
    failures: failures.map(({ errorClass, httpStatus, attempts }) => ({
      error_class: errorClass,
      http_status: httpStatus,
      count: attempts,
    })),
    bucket_seconds: bucketMs / 1000,
    over_time: overTime.map(({ startMs, delivered, failed }) => ({
      start: formatMillis(startMs),
      delivered,
      failed,
    })),
  };
}

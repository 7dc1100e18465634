import type { AttemptOutcome, AttemptRecord } from '@webhooks/domain';
import type { Metrics } from '@webhooks/telemetry';

/** Counts the attempts of recorded outcomes by what came of them, and how long they took. */
export function countAttempts(metrics: Metrics): (recordings: readonly AttemptRecord[]) => void {
  const attempts = metrics.counter(
    'attempts_total',
    'Requests to receivers by their error class; none after a success',
    ['error_class'],
  );
  const seconds = metrics.histogram('attempt_seconds', 'Time of one request to a receiver');
  const durations = metrics.histograms(
    'http_client_request_duration_seconds',
    'Time of one request to a receiver, by the semantic conventions of OpenTelemetry',
    ['http_request_method', 'http_response_status_code', 'error_type'],
  );
  const succeeded = attempts.of('none');
  // Shown from the start, like the other one.
  durations.of('POST', '200', '');
  const count = ({ errorClass, durationMs, httpStatus }: AttemptOutcome): void => {
    if (errorClass === null) succeeded.add();
    else attempts.of(errorClass).add();
    seconds.observe(durationMs / 1000);
    const status = httpStatus === null ? '' : String(httpStatus);
    durations.of('POST', status, errorClass ?? '').observe(durationMs / 1000);
  };
  return (recordings) => {
    for (const { attempts: made } of recordings) {
      for (const attempt of made) count(attempt);
    }
  };
}

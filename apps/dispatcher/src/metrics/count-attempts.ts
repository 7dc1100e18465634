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
  const succeeded = attempts.of('none');
  const count = ({ errorClass, durationMs }: AttemptOutcome): void => {
    if (errorClass === null) succeeded.add();
    else attempts.of(errorClass).add();
    seconds.observe(durationMs / 1000);
  };
  return (recordings) => {
    for (const { attempts: made } of recordings) {
      for (const attempt of made) count(attempt);
    }
  };
}

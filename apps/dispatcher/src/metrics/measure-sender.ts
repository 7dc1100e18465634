import type { Sender } from '@webhooks/delivery';
import type { Metrics } from '@webhooks/telemetry';

/** A sender that counts its attempts by what came of them, and how long they took. */
export function measureSender(sender: Sender, metrics: Metrics): Sender {
  const attempts = metrics.counter(
    'attempts_total',
    'Requests to receivers by their error class; none after a success',
    ['error_class'],
  );
  const seconds = metrics.histogram('attempt_seconds', 'Time of one request to a receiver');
  const succeeded = attempts.of('none');
  return {
    send: async (request) => {
      const outcome = await sender.send(request);
      if (outcome.errorClass === null) succeeded.add();
      else attempts.of(outcome.errorClass).add();
      seconds.observe(outcome.durationMs / 1000);
      return outcome;
    },
    [Symbol.asyncDispose]: () => sender[Symbol.asyncDispose](),
  };
}

import type { AttemptOutcome, Disposition } from '@webhooks/domain';
import type { Metrics } from '@webhooks/telemetry';

/** One outcome as far as it is counted. */
export interface CountedOutcome {
  readonly disposition: Disposition;
  readonly attempts: readonly Pick<AttemptOutcome, 'errorClass'>[];
}

/** Counts what became of deliveries or notifications, once it is durable. */
export interface OutcomeCounter {
  readonly recorded: (outcomes: readonly CountedOutcome[]) => void;
  /** Several that were settled without an attempt. */
  readonly settled: (disposition: Disposition, amount: number) => void;
}

/** Counts by outcome, and by what caused it: an error class, a reason, or none. */
export function countOutcomes(metrics: Metrics, name: string, help: string): OutcomeCounter {
  const counter = metrics.counter(name, help, ['outcome', 'cause']);
  const delivered = counter.of('delivered', 'none');
  const add = (disposition: Disposition, cause: string, amount: number): void => {
    if (disposition.state === 'DELIVERED') delivered.add(amount);
    else counter.of(disposition.state.toLowerCase(), cause).add(amount);
  };
  return {
    recorded: (outcomes) => {
      for (const { disposition, attempts } of outcomes) {
        add(disposition, reasonOf(disposition) ?? attempts.at(-1)?.errorClass ?? 'none', 1);
      }
    },
    settled: (disposition, amount) => add(disposition, reasonOf(disposition) ?? 'none', amount),
  };
}

function reasonOf(disposition: Disposition): string | null {
  return 'reason' in disposition ? disposition.reason : null;
}

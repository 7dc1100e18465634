import type { Disposition, Recording } from '@webhooks/domain';
import type { Metrics } from '@webhooks/telemetry';

/** Counts what became of deliveries, once it is durable. */
export interface DeliveryCounter {
  readonly recorded: (recordings: readonly Recording[]) => void;
  /** Several that were settled without an attempt. */
  readonly settled: (disposition: Disposition, amount: number) => void;
}

/** Counts by outcome, and by what caused it: an error class, a reason, or none. */
export function countDeliveries(metrics: Metrics): DeliveryCounter {
  const counter = metrics.counter(
    'deliveries_total',
    'What became of deliveries: settled as delivered, failed, skipped or cancelled, or retrying',
    ['outcome', 'cause'],
  );
  const delivered = counter.of('delivered', 'none');
  const add = (disposition: Disposition, cause: string, amount: number): void => {
    if (disposition.state === 'DELIVERED') delivered.add(amount);
    else counter.of(disposition.state.toLowerCase(), cause).add(amount);
  };
  return {
    recorded: (recordings) => {
      for (const { disposition, attempt } of recordings) {
        add(disposition, reasonOf(disposition) ?? attempt?.errorClass ?? 'none', 1);
      }
    },
    settled: (disposition, amount) => add(disposition, reasonOf(disposition) ?? 'none', amount),
  };
}

function reasonOf(disposition: Disposition): string | null {
  return 'reason' in disposition ? disposition.reason : null;
}

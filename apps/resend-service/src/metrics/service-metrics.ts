import type { ResendStore } from '@webhooks/domain';
import { rowBuckets, type Metrics } from '@webhooks/telemetry';

import type { CountCall } from '../rpc/call-meter.ts';

/** Puts meters around what happens in the service. */
export interface ServiceMetrics {
  readonly countCall: CountCall;
  /** Measures the transactions that accept, and counts their results. */
  readonly measureAccept: (store: Pick<ResendStore, 'accept'>) => Pick<ResendStore, 'accept'>;
}

/** Registers the metrics of the service. */
export function createServiceMetrics(
  metrics: Metrics,
  { isBrokerConnected }: { readonly isBrokerConnected: () => boolean },
): ServiceMetrics {
  metrics.gauge('nats_connected', 'Whether NATS answers and its stream is in place', () =>
    Number(isBrokerConnected()),
  );
  const calls = metrics.counter('rpc_calls_total', 'Calls that are over', ['method', 'code']);
  const callSeconds = metrics.histograms('rpc_seconds', 'Time of a whole call', 'method');
  const durations = metrics.histograms(
    'rpc_server_call_duration_seconds',
    'Time of a whole call, by the semantic conventions of OpenTelemetry',
    ['rpc_method', 'rpc_response_status_code'],
  );
  return {
    countCall: (method, code, seconds) => {
      calls.of(method, code).add();
      callSeconds.of(method).observe(seconds);
      durations.of(method, code).observe(seconds);
    },
    measureAccept: (store) => measureAccept(store, metrics),
  };
}

function measureAccept(
  store: Pick<ResendStore, 'accept'>,
  metrics: Metrics,
): Pick<ResendStore, 'accept'> {
  const rows = metrics
    .histograms('commit_rows', 'Rows of one transaction', 'operation', rowBuckets)
    .of('accept');
  const seconds = metrics
    .histograms('commit_seconds', 'Time of one transaction', 'operation')
    .of('accept');
  const results = metrics.counter('accept_total', 'Requests for a resend by what they came to', [
    'result',
  ]);
  const accepted = results.of('accepted');
  return {
    accept: async (requests) => {
      const startedMs = performance.now();
      const answers = await store.accept(requests);
      rows.observe(requests.length);
      seconds.observe((performance.now() - startedMs) / 1000);
      for (const { kind } of answers) {
        if (kind === 'accepted') accepted.add();
        else results.of(kind).add();
      }
      return answers;
    },
  };
}

import { createClient, type Transport } from '@connectrpc/connect';
import { Health, HealthCheckResponse_ServingStatus } from '@webhooks/contracts';

const TIMEOUT_MS = 1_000;

/** Asks the service by grpc.health.v1 whether it is fit to serve. Never rejects. */
export function createServiceHealth(transport: Transport): () => Promise<boolean> {
  const health = createClient(Health, transport);
  return async () => {
    try {
      const { status } = await health.check({}, { timeoutMs: TIMEOUT_MS });
      return status === HealthCheckResponse_ServingStatus.SERVING;
    } catch {
      return false;
    }
  };
}

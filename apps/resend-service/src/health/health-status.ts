import { HealthCheckResponse_ServingStatus as ServingStatus } from '@webhooks/contracts';

/** What grpc.health.v1 tells: all services here serve together, until they stop together. */
export interface HealthStatus {
  /** Null for a service that is not offered here; the empty name means the whole server. */
  statusOf(service: string): ServingStatus | null;
  /** Aborts when the status turns to NOT_SERVING. */
  readonly stopping: AbortSignal;
}

/** `stopping` aborts when calls are not wanted any more. */
export function createHealthStatus(
  services: readonly string[],
  stopping: AbortSignal,
): HealthStatus {
  const known = new Set(['', ...services]);
  return {
    statusOf: (service) => {
      if (!known.has(service)) return null;
      return stopping.aborted ? ServingStatus.NOT_SERVING : ServingStatus.SERVING;
    },
    stopping,
  };
}

import { jobSubject } from '@webhooks/bus';
import type { JobPublisher } from '@webhooks/domain';
import type { Tracer } from '@webhooks/telemetry';

/** A publisher that notes each publication as a step of the resend's trace, which its job carries on. */
export function tracePublisher(publisher: JobPublisher, tracer: Tracer): JobPublisher {
  return {
    publish: async (job) => {
      const subject = jobSubject(job.mode);
      const span = tracer.start(`publish ${subject}`, {
        kind: 'producer',
        parent: job.traceparent,
        attributes: {
          'messaging.system.name': 'nats',
          'messaging.operation.name': 'publish',
          'messaging.operation.type': 'send',
          'messaging.destination.name': subject,
          'webhooks.resend_id': job.resendId,
          'webhooks.run': job.run,
        },
      });
      let failure: string | null = 'unavailable';
      try {
        const receipt = await publisher.publish({ ...job, traceparent: span.traceparent });
        failure = null;
        return receipt;
      } finally {
        span.end({}, failure);
      }
    },
    holds: (receipt) => publisher.holds(receipt),
  };
}

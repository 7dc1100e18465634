import { jobSubject } from '@webhooks/bus';
import type { DispatchStore, JobSource, ReceivedJob } from '@webhooks/domain';
import { crashPoint, type Loop } from '@webhooks/runtime';
import type { Logger, Tracer } from '@webhooks/telemetry';

import type { Engine } from './engine/engine.ts';
import type { LeaderTerm } from './leadership.ts';
import type { Notifications } from './notifications/notifications.ts';
import { resumeResends } from './resume-resends.ts';
import type { TestEvents } from './test-events/test-events.ts';

export interface TermOptions {
  readonly engine: Engine;
  readonly startRetention: () => Loop;
  /** Takes up what waits while the broker is away. */
  readonly startPendingPoll: () => Loop;
  readonly notifications: Pick<Notifications, 'start' | 'stop'>;
  readonly testEvents: Pick<TestEvents, 'start' | 'stop'>;
  readonly sources: readonly JobSource[];
  readonly store: Pick<DispatchStore, 'processingResends'>;
  readonly logger: Logger;
  readonly tracer: Tracer;
  /** How long what is in flight may take when the term stops, in milliseconds. */
  readonly drainMs: number;
}

/** Everything that runs while this dispatcher leads: one engine, and what gives it work. */
export async function startTerm(options: TermOptions): Promise<LeaderTerm> {
  const { engine, notifications, testEvents, sources, store, logger, tracer, drainMs } = options;
  await engine.start();
  const resuming = resumeResends(engine, store).catch((error: unknown) => {
    logger.debug({ err: error }, 'resuming ended early');
  });
  const handle = async ({ resendId, run, mode, traceparent }: ReceivedJob): Promise<void> => {
    logger.debug({ resendId, run, mode }, 'job taken');
    await crashPoint('taken-not-planned');
    const subject = jobSubject(mode);
    const span = tracer.start(`process ${subject}`, {
      kind: 'consumer',
      parent: traceparent,
      attributes: {
        'messaging.system.name': 'nats',
        'messaging.operation.name': 'process',
        'messaging.operation.type': 'process',
        'messaging.destination.name': subject,
        'webhooks.resend_id': resendId,
        'webhooks.run': run,
        'webhooks.class': mode,
      },
    });
    try {
      await engine.work(resendId);
    } finally {
      span.end();
    }
    await crashPoint('recorded-not-acknowledged');
  };
  await Promise.all(sources.map((source) => source.start(handle)));
  const pendingPoll = options.startPendingPoll();
  const retention = options.startRetention();
  notifications.start();
  testEvents.start();
  return {
    ended: engine.ended,
    onRenewed: () => engine.wake(),
    stop: async (isLeaseLost) => {
      const timeoutMs = isLeaseLost ? 0 : drainMs;
      // The sources first: a job that comes while the engine stops would only be refused.
      const stopping = sources.map((source) => source.stop(timeoutMs));
      await Promise.all([
        ...stopping,
        engine.stop(timeoutMs),
        notifications.stop(timeoutMs),
        testEvents.stop(timeoutMs),
        pendingPoll.stop(),
        retention.stop(),
      ]);
      await resuming;
    },
  };
}

import type { JobPublisher, OutboxJob, PublishReceipt } from '@webhooks/domain';
import { crashPoint } from '@webhooks/runtime';

/** A job that the broker has. */
export interface PublishedJob {
  readonly resendId: number;
  readonly receipt: PublishReceipt;
}

/** Publishes jobs, each of them once at a time. */
export interface JobPublication {
  /** Resolves when the broker has the job and the outbox knows it; rejects when one of both failed. */
  publish(job: OutboxJob): Promise<void>;
  /** Jobs on their way now. */
  readonly underWay: number;
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>;
}

/** Publishes through the broker and then marks the job, together with others of the moment. */
export function createJobPublication(
  publisher: Pick<JobPublisher, 'publish'>,
  markPublished: (job: PublishedJob) => Promise<unknown>,
): JobPublication {
  const underWay = new Map<number, Promise<void>>();

  const publish = async (job: OutboxJob): Promise<void> => {
    const { resendId } = job;
    try {
      // Unarmed it is no wait: the job is on its way before this call returns.
      const end = crashPoint('answered-not-published');
      if (end !== undefined) await end;
      const receipt = await publisher.publish(job);
      await crashPoint('published-not-marked');
      await markPublished({ resendId, receipt });
    } finally {
      underWay.delete(resendId);
    }
  };
  return {
    publish: (job) => {
      const running = underWay.get(job.resendId) ?? publish(job);
      underWay.set(job.resendId, running);
      return running;
    },
    get underWay() {
      return underWay.size;
    },
    settled: async () => void (await Promise.allSettled(underWay.values())),
  };
}

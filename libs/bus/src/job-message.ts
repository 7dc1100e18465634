import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ResendJobSchema } from '@webhooks/contracts';
import type { OutboxJob, ReceivedJob, ResendMode } from '@webhooks/domain';

/** What travels: ids, never state. */
export function encodeJob(job: OutboxJob): Uint8Array {
  return toBinary(
    ResendJobSchema,
    create(ResendJobSchema, {
      resendId: BigInt(job.resendId),
      run: job.run,
      traceparent: job.traceparent,
    }),
  );
}

/** Null when the bytes are no job. */
export function decodeJob(bytes: Uint8Array, mode: ResendMode): ReceivedJob | null {
  try {
    const { resendId, run, traceparent } = fromBinary(ResendJobSchema, bytes);
    const id = Number(resendId);
    if (!Number.isSafeInteger(id) || id < 1 || run < 1) return null;
    return { resendId: id, run, mode, traceparent };
  } catch {
    return null;
  }
}

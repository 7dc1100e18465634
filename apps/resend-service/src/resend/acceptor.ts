import type { AcceptResend, AcceptResult, ResendStore } from '@webhooks/domain';
import { crashPoint } from '@webhooks/runtime';
import { createGroupCommit } from '@webhooks/store';

/** Requests in one transaction: more would keep other calls waiting. */
const MAX_GROUP = 256;
/** Requests that may wait for theirs, some tenths of a second's worth. */
const MAX_WAITING = 4_096;

/** Makes a request durable, or says why not. */
export type Accept = (request: AcceptResend) => Promise<AcceptResult>;

/** Lets requests that come together share one transaction; nobody waits for others to come. */
export function createAcceptor(resends: Pick<ResendStore, 'accept'>): Accept {
  const group = createGroupCommit<AcceptResend, AcceptResult>({
    commit: async (requests) => {
      await crashPoint('begun-not-committed');
      return resends.accept(requests);
    },
    maxItems: MAX_GROUP,
    maxQueued: MAX_WAITING,
  });
  return (request) => group.submit(request);
}

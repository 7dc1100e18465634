import { toCoreError } from './core-error.ts';
import type { OutageLog } from './outage-log.ts';

/** Sends a call; what it throws is the domain error behind it. */
export type GuardedCall = <T>(send: () => Promise<T>) => Promise<T>;

/** Notes for the log whether the core answers. */
export function createGuardedCall(outages: OutageLog): GuardedCall {
  return async (send) => {
    try {
      const answer = await send();
      outages.succeeded();
      return answer;
    } catch (error) {
      const coreError = toCoreError(error);
      outages.failed(coreError);
      throw coreError;
    }
  };
}

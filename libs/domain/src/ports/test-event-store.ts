import type { Actor } from '../model/audit.ts';
import type { IsAwaited } from '../model/is-awaited.ts';
import type { TestEvent } from '../model/test-event.ts';

/** Test events of the endpoints that a user has access to; unknown and forbidden ones alike are null. */
export interface TestEventStore {
  /**
   * Asks for one, which the dispatcher sends soon; audited. Throws too_many_requests with the limit that
   * is reached, of the endpoint or of the user, and notAwaited.
   */
  request(
    endpointId: string,
    userId: number,
    nowMs: number,
    actor: Actor,
    isAwaited?: IsAwaited,
  ): Promise<TestEvent | null>;
  get(endpointId: string, id: number, userId: number): Promise<TestEvent | null>;
}

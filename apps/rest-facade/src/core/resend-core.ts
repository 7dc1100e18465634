import type { Resend, ResendListQuery, ResendPage, ResendSelection } from '@webhooks/domain';

/** On whose behalf the core is called, and under which name that is found in the logs. */
export interface Caller {
  /** The Authorization header as it came: the core verifies it again. */
  readonly authorization: string;
  readonly requestId: string;
}

/** Filters of the list; the core knows the user from the token. */
export type ResendListFilters = Omit<ResendListQuery, 'userId'>;

/**
 * resend-service, as far as the facade needs it. Its refusals are DomainErrors; when it cannot be
 * reached or does not answer in time, that is service_unavailable.
 */
export interface ResendCore {
  /** Answers the id of the accepted resend, which is durable then. */
  createResend(
    selection: ResendSelection,
    idempotencyKey: string | null,
    caller: Caller,
  ): Promise<number>;
  getResend(id: number, caller: Caller): Promise<Resend>;
  listResends(filters: ResendListFilters, caller: Caller): Promise<ResendPage>;
}

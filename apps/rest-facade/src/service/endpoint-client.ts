import type {
  EndpointListQuery,
  EndpointPage,
  EndpointStatistics,
  NewOwnEndpoint,
  OwnEndpoint,
  OwnEndpointChange,
  TestEvent,
} from '@webhooks/domain';

import type { Caller } from './service-client.ts';

/** Filters of the list; the service knows the user from the token. */
export type EndpointListFilters = Omit<EndpointListQuery, 'userId'>;

/** What the facade needs of the service's endpoints; refusals as in ServiceClient. */
export interface EndpointClient {
  listEndpoints(filters: EndpointListFilters, caller: Caller): Promise<EndpointPage>;
  getEndpoint(id: string, caller: Caller): Promise<OwnEndpoint>;
  endpointStatistics(id: string, hours: number, caller: Caller): Promise<EndpointStatistics>;
  sourceIps(caller: Caller): Promise<readonly string[]>;
  /** The same key answers the same endpoint. */
  createEndpoint(
    asked: NewOwnEndpoint,
    idempotencyKey: string | null,
    caller: Caller,
  ): Promise<EndpointCreation>;
  /** As it is after some seconds at most. */
  sendTestEvent(endpointId: string, caller: Caller): Promise<TestEvent>;
  testEvent(endpointId: string, id: number, caller: Caller): Promise<TestEvent>;
  removeEndpoint(id: string, caller: Caller): Promise<void>;
  /** Answers the endpoint after the change. */
  updateEndpoint(id: string, change: OwnEndpointChange, caller: Caller): Promise<EndpointUpdate>;
}

/** A new endpoint, or that of a repeated request. */
export interface EndpointCreation {
  readonly endpoint: OwnEndpoint;
  /** Null: it was changed since it was made. */
  readonly signingSecret: string | null;
}

/** The result of a change. */
export interface EndpointUpdate {
  readonly endpoint: OwnEndpoint;
  readonly credentialsDropped: boolean;
  /** The new one; null when the old one stays. */
  readonly signingSecret: string | null;
  /** Since when it was disabled until now; null: this did not enable it. */
  readonly wasDisabledSinceMs: number | null;
}

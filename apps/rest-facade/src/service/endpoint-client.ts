import type {
  EndpointListQuery,
  EndpointPage,
  EndpointStatistics,
  OwnEndpoint,
  OwnEndpointChange,
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
  /** Answers the endpoint after the change. */
  updateEndpoint(id: string, change: OwnEndpointChange, caller: Caller): Promise<EndpointUpdate>;
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

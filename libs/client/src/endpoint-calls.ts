import { endpointPath, idempotencyHeaders, withQuery } from './http/api-request.ts';
import type { Transport } from './http/transport.ts';
import type { CallOptions, CreateOptions } from './options/options.ts';
import { everyRow, pathOfPage } from './paging.ts';
import type { ChangedEndpoint, CreatedEndpoint } from './wire/answers.ts';
import type {
  Endpoint,
  EndpointChange,
  EndpointFilters,
  EndpointStatistics,
  NewEndpoint,
} from './wire/endpoint.ts';
import type { TestEvent } from './wire/test-event.ts';
import type { Page } from './wire/resend-log.ts';

/** The calls about endpoints. */
export class EndpointCalls {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** A page of the endpoints of your accounts: the first one, or one that a page links to. */
  async listEndpoints(
    filters: EndpointFilters | string = {},
    options?: CallOptions,
  ): Promise<Page<Endpoint>> {
    const path =
      typeof filters === 'string'
        ? pathOfPage(endpointPath(), filters)
        : withQuery(endpointPath(), filters);
    return this.#transport.call({ method: 'GET', path }, options);
  }

  /** All endpoints of your accounts, page by page as they are read. */
  allEndpoints(
    filters: EndpointFilters = {},
    options?: CallOptions,
  ): AsyncGenerator<Endpoint, void> {
    return everyRow((next) => this.listEndpoints(next ?? filters, options));
  }

  /** One endpoint of your accounts, with its health. */
  async getEndpoint(id: string, options?: CallOptions): Promise<Endpoint> {
    return this.#transport.call({ method: 'GET', path: endpointPath(id) }, options);
  }

  /** Outcomes of the attempts to an endpoint over the last hours. */
  async endpointStatistics(
    id: string,
    query: { readonly hours?: number } = {},
    options?: CallOptions,
  ): Promise<EndpointStatistics> {
    const path = withQuery(endpointPath(id, 'statistics'), query);
    return this.#transport.call({ method: 'GET', path }, options);
  }

  /** Makes an endpoint of one of your accounts; its signing secret is shown in this answer alone. */
  async createEndpoint(
    endpoint: NewEndpoint,
    { idempotencyKey = crypto.randomUUID(), ...options }: CreateOptions = {},
  ): Promise<CreatedEndpoint> {
    const headers = idempotencyHeaders(idempotencyKey);
    const call = { method: 'POST', path: endpointPath(), headers, body: endpoint } as const;
    return this.#transport.call(call, options);
  }

  /** Enables, disables or moves an endpoint; then retry what failed. */
  async updateEndpoint(
    id: string,
    change: EndpointChange,
    options?: CallOptions,
  ): Promise<ChangedEndpoint> {
    const path = endpointPath(id);
    return this.#transport.call({ method: 'PATCH', path, body: change }, options);
  }

  /**
   * Sends a test event to an endpoint, which is marked and signed and changes nothing that is known of
   * events. It is PENDING when there is no answer within five seconds: ask for it by `getTestEvent`.
   * An endpoint gets at most 10 a minute, and a user sends at most 20.
   */
  async sendTestEvent(id: string, options?: CallOptions): Promise<TestEvent> {
    const call = { method: 'POST', path: endpointPath(id, 'test') } as const;
    const answer = await this.#transport.call<{ readonly test_event: TestEvent }>(call, options);
    return answer.test_event;
  }

  /** What came of a test event; it is kept for an hour. */
  async getTestEvent(id: string, testId: number, options?: CallOptions): Promise<TestEvent> {
    return this.#transport.call(
      { method: 'GET', path: endpointPath(id, 'test', String(testId)) },
      options,
    );
  }

  /** Removes an endpoint for good. What waits for it is skipped; what was delivered stays readable. */
  async removeEndpoint(id: string, options?: CallOptions): Promise<{ readonly detail: string }> {
    return this.#transport.call({ method: 'DELETE', path: endpointPath(id) }, options);
  }
}

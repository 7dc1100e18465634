import { EndpointCalls } from './endpoint-calls.ts';
import {
  type ApiRequest,
  eventPath,
  idempotencyHeaders,
  resendPath,
  withQuery,
} from './http/api-request.ts';
import { newResendOf } from './http/new-resend.ts';
import { readCsv } from './http/read-csv.ts';
import { createTransport, type Transport } from './http/transport.ts';
import type { CallOptions, ClientOptions, CreateOptions } from './options/options.ts';
import { everyRow, pathOfPage } from './paging.ts';
import { type WatchOptions, watchResend } from './watch/watch-resend.ts';
import type {
  CancelledResend,
  ControlledResend,
  CreatedResend,
  RetriedResend,
} from './wire/answers.ts';
import type { AttemptLog, DeliveryFilters, DeliveryLog } from './wire/delivery-log.ts';
import type { ResendStatistics, SourceIps } from './wire/endpoint.ts';
import type { EventDetail, EventFilters, EventLog } from './wire/event.ts';
import type { NoticeLog } from './wire/notice-log.ts';
import type { FollowedResend, Page, ResendFilters, ResendLog } from './wire/resend-log.ts';
import type { ResendPreview, UnfinishedPreview } from './wire/resend-preview.ts';
import type { ResendRequest } from './wire/resend-request.ts';

/**
 * Webhooks resent by the API. What goes in and comes out has the names of the API reference. Calls
 * reject with ResendApiError, ResendConnectionError, or the reason of an aborted signal.
 */
export class ResendClient extends EndpointCalls {
  readonly #transport: Transport;

  /** @throws TypeError when the options make no sense. */
  constructor(options: ClientOptions) {
    const transport = createTransport(options);
    super(transport);
    this.#transport = transport;
  }

  /** Asks for webhooks again. Resolves once the request is durable; delivery continues from there. */
  async createResend(request: ResendRequest, options: CreateOptions = {}): Promise<CreatedResend> {
    const { id, detail, idempotencyKey } = await this.#create(resendPath(), options, request);
    return { id, detail, idempotencyKey };
  }

  /**
   * What the same request would resend; changes nothing. Where there is much to count the answer is
   * not exact yet: asked again in a second, it continues counting.
   */
  async previewResend(
    request: ResendRequest,
    options?: CallOptions,
  ): Promise<ResendPreview | UnfinishedPreview> {
    const path = resendPath('preview');
    const call = { method: 'POST', path, body: request, isReading: true } as const;
    return this.#transport.call(call, options);
  }

  /** A page of your resends, newest first: the first one, or one that a page links to. */
  async listResends(
    filters: ResendFilters | string = {},
    options?: CallOptions,
  ): Promise<Page<ResendLog>> {
    return this.#page(resendPath(), filters, options);
  }

  /** All of your resends, newest first, page by page as they are read. */
  allResends(filters: ResendFilters = {}, options?: CallOptions): AsyncGenerator<ResendLog, void> {
    return everyRow((next) => this.listResends(next ?? filters, options));
  }

  /** One of your resends. */
  async getResend(id: number, options?: CallOptions): Promise<FollowedResend> {
    return this.#get(resendPath(id), options);
  }

  /** A page of the deliveries of a resend: the first one, or one that a page links to. */
  async listDeliveries(
    id: number,
    filters: DeliveryFilters | string = {},
    options?: CallOptions,
  ): Promise<Page<DeliveryLog>> {
    return this.#page(resendPath(id, 'deliveries'), filters, options);
  }

  /** All deliveries of a resend by their position, page by page as they are read. */
  allDeliveries(
    id: number,
    filters: DeliveryFilters = {},
    options?: CallOptions,
  ): AsyncGenerator<DeliveryLog, void> {
    return everyRow((next) => this.listDeliveries(id, next ?? filters, options));
  }

  /**
   * All deliveries of a resend as CSV, in pieces as they come. What is cut off rejects: behind the last
   * whole line, cursor_id continues.
   */
  deliveriesAsCsv(
    id: number,
    filters: Omit<DeliveryFilters, 'limit'> & { readonly cursor_id?: number } = {},
    options: Pick<CallOptions, 'signal'> = {},
  ): AsyncGenerator<string, void> {
    const path = withQuery(resendPath(id, 'deliveries'), filters);
    return readCsv(this.#transport, path, options.signal);
  }

  /** Every request of one delivery, first to last. */
  async listAttempts(
    id: number,
    deliveryId: number,
    options?: CallOptions,
  ): Promise<readonly AttemptLog[]> {
    return this.#results(resendPath(id, 'deliveries', deliveryId, 'attempts'), options);
  }

  /** Who was notified that a resend is settled, and how that went. */
  async listNotices(id: number, options?: CallOptions): Promise<readonly NoticeLog[]> {
    return this.#results(resendPath(id, 'notices'), options);
  }

  /** The deliveries of a resend by state, its failures by their kind, and outcomes over time. */
  async resendStatistics(id: number, options?: CallOptions): Promise<ResendStatistics> {
    return this.#get(resendPath(id, 'statistics'), options);
  }

  /** The resend as it changes, to its settled state; see watchResend. */
  watchResend(id: number, options?: WatchOptions): AsyncGenerator<FollowedResend, void> {
    return watchResend(this.#transport, id, options);
  }

  /** Stops a resend for good; what is on the wire is finished. */
  async cancelResend(id: number, options?: CallOptions): Promise<CancelledResend> {
    return this.#act(id, 'cancel', options);
  }

  /** Starts nothing more of a resend until it is resumed. */
  async pauseResend(id: number, options?: CallOptions): Promise<ControlledResend> {
    return this.#act(id, 'pause', options);
  }

  /** Resumes a paused resend. */
  async resumeResend(id: number, options?: CallOptions): Promise<ControlledResend> {
    return this.#act(id, 'resume', options);
  }

  /** Changes how fast a resend goes from now on; null: as fast as its endpoints take it. */
  async updateResend(
    id: number,
    change: { readonly max_rate_per_second: number | null },
    options?: CallOptions,
  ): Promise<ControlledResend> {
    const call = { method: 'PATCH', path: resendPath(id), body: change } as const;
    return this.#transport.call(call, options);
  }

  /** A new resend of exactly the deliveries of a settled one that did not succeed. */
  async retryFailed(id: number, options: CreateOptions = {}): Promise<RetriedResend> {
    const path = resendPath(id, 'retry-failed');
    return this.#create(path, options);
  }

  /** Where deliveries come from, for receivers that let in nobody else: addresses and CIDR blocks. */
  async sourceIps(options?: CallOptions): Promise<readonly string[]> {
    const { source_ips } = await this.#get<SourceIps>('/v3/webhooks/source_ips', options);
    return source_ips;
  }

  /**
   * A page of the recorded events of your accounts, newest recording first: the first one, or one that
   * a page links to. A page may hold nothing and still have a next one.
   */
  async listEvents(
    filters: EventFilters | string = {},
    options?: CallOptions,
  ): Promise<Page<EventLog>> {
    return this.#page(eventPath(), filters, options);
  }

  /** All events that the filters let through, page by page as they are read. */
  allEvents(filters: EventFilters = {}, options?: CallOptions): AsyncGenerator<EventLog, void> {
    return everyRow((next) => this.listEvents(next ?? filters, options));
  }

  /** One event with its body, what would be sent, and its history before a resend, or all of it. */
  async getEvent(
    id: string,
    query: { readonly before_resend_id?: number } = {},
    options?: CallOptions,
  ): Promise<EventDetail> {
    return this.#get(withQuery(eventPath(id), query), options);
  }

  async #create(
    path: string,
    { idempotencyKey = crypto.randomUUID(), ...options }: CreateOptions,
    body?: ResendRequest,
  ): Promise<RetriedResend> {
    const headers = idempotencyHeaders(idempotencyKey);
    const request: ApiRequest = { method: 'POST', path, headers, body };
    const answer = await this.#transport.exchange<Pick<RetriedResend, 'detail' | 'resend'>>(
      request,
      options,
    );
    const { detail, resend } = answer.body;
    return { id: newResendOf(answer), detail, idempotencyKey, resend };
  }

  async #act<Answer>(id: number, action: string, options?: CallOptions): Promise<Answer> {
    return this.#transport.call({ method: 'POST', path: resendPath(id, action) }, options);
  }

  async #get<Answer>(path: string, options?: CallOptions): Promise<Answer> {
    return this.#transport.call({ method: 'GET', path }, options);
  }

  async #results<Row>(path: string, options?: CallOptions): Promise<readonly Row[]> {
    return (await this.#get<{ readonly results: readonly Row[] }>(path, options)).results;
  }

  async #page<Row>(
    path: string,
    filters: object | string,
    options?: CallOptions,
  ): Promise<Page<Row>> {
    const page = typeof filters === 'string' ? pathOfPage(path, filters) : withQuery(path, filters);
    return this.#get(page, options);
  }
}

import {
  DomainError,
  endpointMatches,
  modeOf,
  type ControlAction,
  type Endpoint,
  type ReceivedJob,
  type ResendSelection,
} from '@webhooks/domain';

import { EVENT_TYPES, ORIGIN, USER, type Catalog } from './catalog.ts';
import type { JobBoard } from './job-board.ts';
import { OptionDesk } from './option-desk.ts';
import type { SimulatedDatabase } from './simulated-database.ts';
import type { World } from './world.ts';

/** A request that was answered, with the set that it has to cover. */
export interface Accepted {
  readonly id: number;
  readonly isInteractive: boolean;
  readonly acceptedPassedMs: number;
  /** "event endpoint", in no order. */
  readonly expected: ReadonlySet<string>;
}

export interface OwnerOptions {
  readonly world: World;
  readonly database: SimulatedDatabase;
  readonly catalog: Catalog;
  readonly board: () => JobBoard;
  /** They say how some of their resends are carried out. */
  readonly hasOptions: boolean;
}

/** The owners of the accounts, and the service that does what they ask. */
export class Owner {
  readonly accepted: Accepted[] = [];
  /** Those that were asked to be cancelled. */
  readonly cancelled = new Set<number>();
  readonly options: OptionDesk;
  /** Endpoints that were not enabled all the time. */
  readonly disturbed = new Set<string>();
  readonly #world: World;
  readonly #database: SimulatedDatabase;
  readonly #catalog: Catalog;
  readonly #board: () => JobBoard;

  constructor({ world, database, catalog, board, hasOptions }: OwnerOptions) {
    this.#world = world;
    this.#database = database;
    this.#catalog = catalog;
    this.#board = board;
    this.options = new OptionDesk({ world, database, hasOptions });
  }

  async writeCatalog(): Promise<void> {
    const { records } = this.#catalog;
    await this.#database.catalog.write(records, this.#world.clock.now(), ORIGIN);
  }

  async resend(): Promise<void> {
    await this.#accept(this.#inventSelection(), null);
  }

  /** Cancels, pauses, resumes or retries one of the resends, or changes an endpoint. */
  async controlRequest(): Promise<void> {
    const { chance } = this.#world;
    const one = chance.maybeOf(this.accepted);
    if (one === undefined || chance.happens(0.2)) return this.#changeEndpoint();
    if (chance.happens(0.15)) return this.retryFailed(one.id);
    await this.control(one.id, chance.of(['PAUSE', 'RESUME', 'PAUSE', 'RESUME', 'CANCEL']));
  }

  async control(id: number, action: ControlAction): Promise<void> {
    const nowMs = this.#world.clock.now();
    const isHeld = this.options.held().includes(id);
    try {
      await this.#database.resends.control({ id, userId: USER, action, actor: ORIGIN, nowMs });
    } catch (error) {
      // Settled, or being cancelled: refused as the contract says.
      if (error instanceof DomainError) return;
      throw error;
    }
    this.#world.note(`the owner asks: ${action} of resend ${String(id)}`);
    if (action === 'CANCEL') this.cancelled.add(id);
    if (action === 'RESUME' && isHeld) this.options.letGo(id);
  }

  async retryFailed(id: number): Promise<void> {
    const resend = await this.#database.resends.get(id, USER);
    if (resend === null || resend.finishedAtMs === null) return;
    const failed = this.#database.rows<{ pair: string }>(
      `SELECT e.id || ' ' || d.endpoint_id AS pair
       FROM deliveries d JOIN events e ON e.seq = d.event_seq
       WHERE d.resend_id = ? AND d.state <> 'DELIVERED'`,
      id,
    );
    const expected = new Set(failed.map(({ pair }) => pair));
    await this.#accept(resend.selection, { id, accountId: resend.accountId, expected });
  }

  /** Jobs of resends that nobody has started, as the reconciler finds them. */
  unstarted(): readonly ReceivedJob[] {
    return this.#database
      .rows<{ id: number; isObject: 0 | 1 }>(
        `SELECT id, object_reference_id IS NOT NULL AS isObject FROM resends
         WHERE status = 'PENDING' AND control <> 'PAUSED' AND awaits_time = 0`,
      )
      .map(({ id, isObject }) => jobOf(id, isObject === 1));
  }

  /** Resumes some of what its samples paused, and changes rates: whoever looks at how it goes. */
  async look(): Promise<void> {
    const { whims } = this.#world;
    for (const id of this.options.held()) {
      if (whims.happens(0.15)) await this.control(id, 'RESUME');
    }
    const one = whims.happens(0.15) ? whims.maybeOf(this.accepted) : undefined;
    if (one !== undefined) await this.options.changeRate(one.id);
  }

  async resumeSamples(): Promise<void> {
    for (const id of this.options.held()) await this.control(id, 'RESUME');
  }

  /** The service makes jobs of what may begin by now. */
  async queueDueJobs(): Promise<void> {
    const queued = await this.#database.resends.queueDueJobs(this.#world.clock.now(), 100);
    if (queued > 0) for (const job of this.unstarted()) this.#board().publish(job);
  }

  /** Every endpoint is enabled again. */
  async enableAll(): Promise<void> {
    for (const endpoint of this.#catalog.endpoints) await this.#write(endpoint);
  }

  async #accept(
    selection: ResendSelection,
    retry: { id: number; accountId: number; expected: ReadonlySet<string> } | null,
  ): Promise<void> {
    const accountId = retry?.accountId ?? Number(selection.account?.number);
    const nowMs = this.#world.clock.now();
    const options = this.options.invent(nowMs);
    const [result] = await this.#database.resends.accept([
      {
        userId: USER,
        accountId,
        selection,
        options,
        retryOfId: retry?.id ?? null,
        idempotency: null,
        limits: { perUser: null, perAccount: null },
        originalRetryForMs: 0,
        actor: ORIGIN,
        traceparent: '',
        nowMs,
      },
    ]);
    if (result?.kind !== 'accepted') throw new Error(`not accepted: ${String(result?.kind)}`);
    const { id } = result.resend;
    const isInteractive = modeOf(selection) === 'interactive';
    const expected = retry?.expected ?? this.#expected(id, accountId, selection);
    const { passedMs: acceptedPassedMs } = this.#world;
    this.accepted.push({ id, isInteractive, acceptedPassedMs, expected });
    const isPutOff = this.options.keep(id, options, nowMs);
    const mode = isInteractive ? 'object' : 'bulk';
    this.#world.note(`resend ${String(id)} (${mode}) of ${String(expected.size)} is accepted`);
    if (!isPutOff) this.#board().publish(jobOf(id, isInteractive));
  }

  /** The set by the words of the contract, without the predicate's help. */
  #expected(id: number, accountId: number, selection: ResendSelection): ReadonlySet<string> {
    const frozen = this.#database.rows<{ endpointId: string; typeWebhook: string }>(
      `SELECT endpoint_id AS endpointId, type_webhook AS typeWebhook FROM resend_endpoints
       WHERE resend_id = ?`,
      id,
    );
    const { objectReferenceId, range, eventTypes } = selection;
    const events = this.#catalog.events.filter(
      (event) =>
        event.accountId === accountId &&
        (objectReferenceId === null || event.objectReferenceId === objectReferenceId) &&
        (range === null ||
          (event.occurredAtUs >= range.startUs && event.occurredAtUs <= range.endUs)) &&
        (eventTypes.length === 0 || eventTypes.includes(event.type)),
    );
    return new Set(
      frozen.flatMap(({ endpointId, typeWebhook }) =>
        events
          .filter((event) => endpointMatches(typeWebhook, event))
          .map((event) => `${event.id} ${endpointId}`),
      ),
    );
  }

  #inventSelection(): ResendSelection {
    const { chance } = this.#world;
    const { accountIds, events, endpoints } = this.#catalog;
    const accountId = chance.maybeOf(accountIds) ?? 0;
    const object = chance.maybeOf(events.filter((event) => event.accountId === accountId));
    const objectReferenceId = chance.happens(0.4) ? (object?.objectReferenceId ?? null) : null;
    const isObject = objectReferenceId !== null;
    const named = endpoints.filter((endpoint) => endpoint.accountId === accountId);
    return {
      resendType: 'CASHIN',
      objectReferenceId,
      list: null,
      account: { branchIdentifier: '0001', number: String(accountId) },
      range: isObject ? null : { startUs: 0, endUs: chance.of([3_000_000, 1e15, 1e15, 1e15]) },
      deliveryState: 'ALL',
      includeInHand: false,
      latestOnly: false,
      eventTypes: chance.happens(0.1) ? [EVENT_TYPES[1]] : [],
      endpointIds: chance.happens(0.1) ? named.slice(0, 1).map(({ id }) => id) : [],
    };
  }

  /** Disables an endpoint, or enables one that is disabled or gone. */
  async #changeEndpoint(): Promise<void> {
    const endpoint = this.#world.chance.maybeOf(this.#catalog.endpoints);
    if (endpoint === undefined) return;
    const disabledReason = this.#world.chance.happens(0.5) ? 'by_owner' : null;
    this.disturbed.add(endpoint.id);
    this.#world.note(
      `the owner ${disabledReason === null ? 'enables' : 'disables'} ${endpoint.id}`,
    );
    await this.#write({ ...endpoint, disabledReason });
  }

  async #write(endpoint: Endpoint): Promise<void> {
    const nowMs = this.#world.clock.now();
    await this.#database.catalog.write([{ kind: 'endpoint', endpoint }], nowMs, ORIGIN);
  }
}

function jobOf(resendId: number, isInteractive: boolean): ReceivedJob {
  return { resendId, run: 1, mode: isInteractive ? 'interactive' : 'bulk', traceparent: '' };
}

import { randomBytes } from 'node:crypto';
import { setImmediate as yieldToLoop } from 'node:timers/promises';

import { createHttpSender, defaultBreakerPolicy } from '@webhooks/delivery';
import {
  ANY_DELIVERY,
  noOptions,
  systemClock,
  systemTimers,
  type CatalogRecord,
  type ControlAction,
  type Delivery,
  type Endpoint,
  type Fence,
  type Actor,
  type Resend,
  type ResendOptions,
  type ResendSelection,
} from '@webhooks/domain';
import {
  createSqliteCatalogStore,
  createSqliteDispatchStore,
  createSqliteEndpointStore,
  createSqliteLeaseStore,
  createSqliteResendStore,
  openDatabase,
} from '@webhooks/store-sqlite';
import { createLogger, noTracer } from '@webhooks/telemetry';
import { createTempDir, startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';

import { Engine } from '../src/engine/engine.ts';
import type { EngineOptions } from '../src/engine/engine-options.ts';

export const ACCOUNT = { id: 17, branchIdentifier: '0001', number: '123456', userIds: [246] };

export const QUEUES = { endpointMaxInFlight: 16, breaker: defaultBreakerPolicy };

export const LIMITS = {
  maxInFlight: 512,
  memoryBytes: 16 * 1024 * 1024,
  permits: { interactive: 1_024, bulk: 256 },
};

/** What a test may change about its engine. */
export type EngineChanges = Partial<
  Pick<
    EngineOptions,
    | 'policy'
    | 'queues'
    | 'outages'
    | 'clock'
    | 'limits'
    | 'sender'
    | 'store'
    | 'holdsLease'
    | 'onNotSent'
  >
>;

/** An engine on a real database, and the service's side of it. */
export type Harness = Awaited<ReturnType<typeof createHarness>>;

/** Opens a database in an empty directory; engines are started on it one after the other. */
export async function createHarness() {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(createTempDir());
  const path = directory.file('webhooks.db');
  const secretsKey = randomBytes(32);
  const database = stack.use(openDatabase({ path, secretsKey }));
  const catalog = createSqliteCatalogStore(database);
  const resends = createSqliteResendStore(database);
  const store = createSqliteDispatchStore(database);
  const endpoints = createSqliteEndpointStore(database);
  const lease = createSqliteLeaseStore(database);
  const logger = createLogger({ name: 'dispatcher', level: 'fatal' });
  const sender = stack.use(
    createHttpSender({ attemptTimeoutMs: 1_000, connectionsPerOrigin: 64, clock: systemClock }),
  );

  const write = async (records: readonly CatalogRecord[]): Promise<void> => {
    const refusals = await catalog.write(records, Date.now(), ORIGIN);
    const refused = refusals.find((refusal) => refusal !== null);
    if (refused) throw new Error(`${refused.field}: ${refused.message}`);
  };
  await write([{ kind: 'account', account: ACCOUNT }]);

  let holders = 0;
  const acquire = async (): Promise<Fence> => {
    holders += 1;
    const fence = await lease.acquire(`engine-${String(holders)}`, 1, Date.now() + holders * 10);
    if (fence === null) throw new Error('the lease is taken');
    return fence;
  };

  const startEngine = async (changes: EngineChanges = {}): Promise<Engine> => {
    const engine = new Engine({
      store,
      fence: await acquire(),
      sender,
      policy: { scheduleMs: [0, 20, 20], expiresAfterMs: 60_000 },
      queues: QUEUES,
      limits: LIMITS,
      outages: { recoverAfterMs: 600_000, tellAfterMs: 60_000 },
      clock: systemClock,
      timers: systemTimers,
      random: () => 0,
      logger,
      tracer: noTracer,
      holdsLease: () => true,
      yieldToLoop: () => yieldToLoop(),
      ...changes,
    });
    await engine.start();
    return engine;
  };

  const accept = async (
    selection: Partial<ResendSelection> = {},
    accountId = 17,
    retryOfId: number | null = null,
    options: Partial<ResendOptions> = {},
  ): Promise<number> => {
    const [result] = await resends.accept([
      {
        userId: 246,
        accountId,
        selection: { ...EVERYTHING, ...selection },
        options: { ...noOptions, ...options },
        retryOfId,
        idempotency: null,
        limits: { perUser: null, perAccount: null },
        originalRetryForMs: 0,
        actor: ORIGIN,
        traceparent: '',
        nowMs: Date.now(),
      },
    ]);
    if (result?.kind !== 'accepted') throw new Error(`not accepted: ${String(result?.kind)}`);
    return result.resend.id;
  };

  const get = async (id: number): Promise<Resend> => {
    const resend = await resends.get(id, 246);
    if (resend === null) throw new Error(`resend ${String(id)} is missing`);
    return resend;
  };

  const control = (id: number, action: ControlAction) =>
    resends.control({ id, userId: 246, action, actor: ORIGIN, nowMs: Date.now() });

  /** The control that was asked for is in force. */
  const acknowledged = (id: number) =>
    waitFor(
      async () => {
        const state = await resends.controlState(id);
        return state?.acknowledgement?.revision === state?.revision ? state?.acknowledgement : null;
      },
      { what: `the control of resend ${String(id)} is in force` },
    );

  const settled = (id: number, deadlineMs = 8_000) =>
    waitFor<Resend | null>(
      async () => {
        const resend = await get(id);
        return resend.finishedAtMs === null ? null : resend;
      },
      { what: `resend ${String(id)} is settled`, deadlineMs },
    );

  const deliveries = async (resendId: number): Promise<Delivery[]> => {
    const all: Delivery[] = [];
    let cursorPosition: number | null = null;
    do {
      const page = await resends.listDeliveries({
        resendId,
        ...ANY_DELIVERY,
        cursorPosition,
        direction: 'NEXT',
        limit: 100,
      });
      all.push(...page.deliveries);
      cursorPosition = page.next;
    } while (cursorPosition !== null);
    return all;
  };

  const owned = stack.move();
  return {
    rotate: (id: string, secret: string, overlapMs: number) =>
      catalog.rotateSecret(id, secret, Date.now() + overlapMs, Date.now(), ORIGIN),
    path,
    secretsKey,
    catalog,
    resends,
    actor: ORIGIN,
    endpoints,
    store,
    lease,
    write,
    startEngine,
    accept,
    get,
    control,
    acknowledged,
    settled,
    deliveries,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const ORIGIN: Actor = {
  userId: 246,
  service: null,
  tokenId: 'token',
  peerAddress: '127.0.0.1',
  forwardedFor: null,
  requestId: 'request',
};

const EVERYTHING: ResendSelection = {
  resendType: 'CASHIN',
  objectReferenceId: null,
  list: null,
  account: { branchIdentifier: ACCOUNT.branchIdentifier, number: ACCOUNT.number },
  range: { startUs: 0, endUs: 4_000_000_000_000_000 },
  deliveryState: 'ALL',
  includeInHand: false,
  latestOnly: false,
  eventTypes: [],
  endpointIds: [],
};

/** An endpoint of the account, for every cash-in event unless said otherwise. */
export function endpointRecord(
  id: string,
  url: string,
  changes: Partial<Endpoint> = {},
): CatalogRecord {
  const endpoint: Endpoint = {
    id,
    accountId: ACCOUNT.id,
    url,
    isTest: false,
    typeWebhook: 'CASHIN',
    authorizationToken: null,
    xFunctionsKey: null,
    signingSecrets: [],
    disabledReason: null,
    maxInFlight: null,
    maxRatePerSecond: null,
    clientIdentity: null,
    trustAnchors: null,
    egressProxy: null,
    recoversAutomatically: false,
    ...changes,
  };
  return { kind: 'endpoint', endpoint };
}

/** Cash-in events of the account in the order of their numbers, spread over so many objects. */
export function eventRecords(
  count: number,
  objects: number,
  from = 1,
  accountId = 17,
): CatalogRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index;
    return {
      kind: 'event',
      event: {
        id: `evt_${String(accountId)}_${String(number)}`,
        accountId,
        resendType: 'CASHIN',
        objectReferenceId: objects === 0 ? null : accountId * 1_000_000 + (number % objects),
        type: 'QR_CODE_COPY_AND_PASTE_PAID',
        occurredAtUs: 1_700_000_000_000_000 + number,
        payload: Buffer.from(
          `{"type":"QR_CODE_COPY_AND_PASTE_PAID","data":{"n":${String(number)}}}`,
        ),
        outcome: null,
      },
    };
  });
}

/** Gives each test of a describe a harness and a receiver of its own, which end with it. */
export function useHarness(
  assign: (started: { readonly harness: Harness; readonly receiver: HttpReceiver }) => void,
): void {
  let started: AsyncDisposableStack;
  beforeEach(async () => {
    started = new AsyncDisposableStack();
    const harness = started.use(await createHarness());
    assign({ harness, receiver: started.use(await startHttpReceiver()) });
  });
  afterEach(() => started.disposeAsync());
}

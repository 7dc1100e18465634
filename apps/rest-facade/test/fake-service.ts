// Long because it plays every method of the service that the facade calls.

import { once } from 'node:events';
import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';

import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  Code,
  ConnectError,
  type ConnectRouter,
  type HandlerContext,
  type ServiceImpl,
} from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import {
  ANSWERED_BY_SERVICE,
  ANSWERED_BY_HEADER,
  BadRequestSchema,
  type CreateResendRequest,
  ERROR_DOMAIN,
  ErrorInfoSchema,
  fieldReasonOf,
  NotFoundSchema,
  PortalService,
  Health,
  EndpointService,
  EventService,
  HealthCheckResponse_ServingStatus,
  type ListResendsRequest,
  reasonOf,
  RelayService,
  type Resend,
  type ResendProgressSchema,
  ResendSchema,
  ResendService,
  ResendStatus,
  RetryInfoSchema,
} from '@webhooks/contracts';
import type { ErrorCode, FieldViolation } from '@webhooks/domain';

/** A call as the service received it. */
export interface ServiceCall {
  readonly method:
    | keyof typeof ResendService.method
    | keyof typeof EndpointService.method
    | keyof typeof EventService.method
    | keyof typeof PortalService.method;
  readonly headers: Headers;
  readonly timeoutMs: number | undefined;
  readonly request: unknown;
}

/** The results of the next calls; a test replaces what it needs. */
export interface ServiceBehaviour {
  createResend: (request: CreateResendRequest, context: HandlerContext) => Promise<Resend> | Resend;
  getResend: (id: bigint) => Promise<Resend> | Resend;
  /** Beside what getResend gives. */
  progress: MessageInitShape<typeof ResendProgressSchema> | undefined;
  listResends: (request: ListResendsRequest) => {
    resends: Resend[];
    next?: Cursor;
    previous?: Cursor;
  };
  previewResend: Impl['previewResend'];
  listDeliveries: Impl['listDeliveries'];
  listAttempts: Impl['listAttempts'];
  watchResend: Impl['watchResend'];
  cancelResend: Impl['cancelResend'];
  pauseResend: Impl['pauseResend'];
  resumeResend: Impl['resumeResend'];
  updateResend: Impl['updateResend'];
  retryFailedDeliveries: Impl['retryFailedDeliveries'];
  getResendStatistics: Impl['getResendStatistics'];
  listNotices: Impl['listNotices'];
  endpoints: ServiceImpl<typeof EndpointService>;
  events: ServiceImpl<typeof EventService>;
  openLink: (token: string) => string;
  /** Null: a service that does not know it. */
  createResends: ServiceImpl<typeof RelayService>['createResends'] | null;
  serving: boolean;
}

type Impl = ServiceImpl<typeof ResendService>;
type Cursor = { createdAt: ReturnType<typeof timestampFromMs>; id: bigint };

/** A resend-service on a real port that remembers its calls. */
export interface FakeService extends AsyncDisposable {
  readonly url: URL;
  readonly calls: ServiceCall[];
  readonly behaviour: ServiceBehaviour;
  readonly sessions: number;
  /** Takes connections again after stop, on the same port. */
  start(): Promise<void>;
  /** Cuts every connection and refuses new ones. */
  stop(): Promise<void>;
}

export const CREATED_AT_MS = Date.UTC(2026, 4, 12, 10, 30, 0, 123);

/** An error as the service sends it. */
export function serviceError(
  code: ErrorCode,
  options: {
    readonly violations?: readonly FieldViolation[];
    readonly notFound?: readonly string[];
    readonly retryAfterMs?: number;
  } = {},
): ConnectError {
  const { violations, notFound, retryAfterMs } = options;
  const details: ConstructorParameters<typeof ConnectError>[3] = [
    {
      desc: ErrorInfoSchema,
      value: { reason: reasonOf(code), domain: ERROR_DOMAIN, metadata: entriesOf(violations) },
    },
  ];
  if (violations !== undefined) {
    const fieldViolations = violations.map(({ field, message: description, code: fieldCode }) => ({
      field,
      description,
      ...(fieldCode === undefined ? {} : { reason: fieldReasonOf(fieldCode) }),
    }));
    details.push({ desc: BadRequestSchema, value: { fieldViolations } });
  }
  if (notFound !== undefined) {
    const value = { entries: [...notFound], total: notFound.length };
    details.push({ desc: NotFoundSchema, value });
  }
  if (retryAfterMs !== undefined) {
    const retryDelay = {
      seconds: BigInt(Math.floor(retryAfterMs / 1000)),
      nanos: (retryAfterMs % 1000) * 1_000_000,
    };
    details.push({ desc: RetryInfoSchema, value: { retryDelay } });
  }
  return new ConnectError('said by the service', Code.FailedPrecondition, undefined, details);
}

/** A resend of user 246 in account 17 that was just accepted, but for what is given. */
export function acceptedResend(id: bigint, given: MessageInitShape<typeof ResendSchema>): Resend {
  return create(ResendSchema, {
    id,
    userId: 246n,
    accountId: 17n,
    status: ResendStatus.PENDING,
    createdAt: timestampFromMs(CREATED_AT_MS),
    updatedAt: timestampFromMs(CREATED_AT_MS),
    ...given,
  });
}

/** Starts a service that accepts everything, numbers resends from 7890 and remembers them. */
export async function startFakeService(): Promise<FakeService> {
  const calls: ServiceCall[] = [];
  const accepted = new Map<bigint, Resend>();
  const behaviour: ServiceBehaviour = {
    createResend: ({ selection }) => {
      const resend = acceptedResend(7890n + BigInt(accepted.size), { selection });
      accepted.set(resend.id, resend);
      return resend;
    },
    getResend: (id) => {
      const resend = accepted.get(id);
      if (resend === undefined) throw serviceError('resend_not_found');
      return resend;
    },
    progress: undefined,
    listResends: () => ({ resends: [...accepted.values()].reverse() }),
    previewResend: () => ({}),
    listDeliveries: () => ({}),
    listAttempts: () => ({}),
    watchResend: async function* ({ id }) {
      yield { resend: await behaviour.getResend(id) };
    },
    cancelResend: async ({ id }) => ({ resend: await behaviour.getResend(id) }),
    pauseResend: async ({ id }) => ({ resend: await behaviour.getResend(id) }),
    resumeResend: async ({ id }) => ({ resend: await behaviour.getResend(id) }),
    updateResend: async ({ id }) => ({ resend: await behaviour.getResend(id) }),
    retryFailedDeliveries: async ({ id }) => ({ resend: await behaviour.getResend(id) }),
    getResendStatistics: () => ({}),
    listNotices: () => ({}),
    endpoints: {
      listOwnEndpoints: () => ({}),
      getOwnEndpoint: () => ({}),
      getEndpointStatistics: () => ({}),
      listSourceIps: () => ({}),
      createOwnEndpoint: () => ({}),
      updateOwnEndpoint: () => ({}),
      removeOwnEndpoint: () => ({}),
      sendTestEvent: () => ({}),
      getTestEvent: () => ({}),
    },
    events: { listEvents: () => ({}), getEvent: () => ({}) },
    openLink: () => {
      throw serviceError('token_not_valid');
    },
    createResends: null,
    serving: true,
  };
  const adapter = connectNodeAdapter({
    routes: (router) => addServices(router, calls, behaviour),
    requestGate: ({ responseHeader }) =>
      responseHeader.set(ANSWERED_BY_HEADER, ANSWERED_BY_SERVICE),
  });
  const sessions = new Set<ServerHttp2Session>();
  let opened = 0;
  let server: Http2Server | null = null;
  let port = 0;

  const start = async (): Promise<void> => {
    server = createServer((request, response) => {
      const isUnknown = request.url.includes(RelayService.typeName) && !behaviour.createResends;
      if (isUnknown) response.writeHead(404).end();
      else adapter(request, response);
    });
    server.on('session', (session) => {
      opened += 1;
      sessions.add(session);
      session.once('close', () => sessions.delete(session));
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  const stop = async (): Promise<void> => {
    if (server === null) return;
    const closed = once(server, 'close');
    server.close();
    server = null;
    for (const session of sessions) session.destroy();
    await closed;
  };
  await start();
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    calls,
    behaviour,
    get sessions() {
      return opened;
    },
    start,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function addServices(
  router: ConnectRouter,
  calls: ServiceCall[],
  behaviour: ServiceBehaviour,
): void {
  const note = (method: ServiceCall['method'], request: unknown, context: HandlerContext): void => {
    const { requestHeader: headers, timeoutMs } = context;
    calls.push({ method, headers, timeoutMs: timeoutMs(), request });
  };
  router.service(ResendService, {
    createResend: async (request, context) => {
      note('createResend', request, context);
      return { resend: await behaviour.createResend(request, context) };
    },
    getResend: async (request, context) => {
      note('getResend', request, context);
      const { progress } = behaviour;
      return { resend: await behaviour.getResend(request.id), ...(progress && { progress }) };
    },
    listResends: (request, context) => {
      note('listResends', request, context);
      return behaviour.listResends(request);
    },
    previewResend: (request, context) => {
      note('previewResend', request, context);
      return behaviour.previewResend(request, context);
    },
    listDeliveries: (request, context) => {
      note('listDeliveries', request, context);
      return behaviour.listDeliveries(request, context);
    },
    listAttempts: (request, context) => {
      note('listAttempts', request, context);
      return behaviour.listAttempts(request, context);
    },
    watchResend: (request, context) => {
      note('watchResend', request, context);
      return behaviour.watchResend(request, context);
    },
    listNotices: (request, context) => {
      note('listNotices', request, context);
      return behaviour.listNotices(request, context);
    },
    getResendStatistics: (request, context) => {
      note('getResendStatistics', request, context);
      return behaviour.getResendStatistics(request, context);
    },
    cancelResend: (request, context) => {
      note('cancelResend', request, context);
      return behaviour.cancelResend(request, context);
    },
    pauseResend: (request, context) => {
      note('pauseResend', request, context);
      return behaviour.pauseResend(request, context);
    },
    resumeResend: (request, context) => {
      note('resumeResend', request, context);
      return behaviour.resumeResend(request, context);
    },
    updateResend: (request, context) => {
      note('updateResend', request, context);
      return behaviour.updateResend(request, context);
    },
    retryFailedDeliveries: (request, context) => {
      note('retryFailedDeliveries', request, context);
      return behaviour.retryFailedDeliveries(request, context);
    },
  });
  router.service(RelayService, {
    createResends: async function* (request, context) {
      if (behaviour.createResends !== null) yield* behaviour.createResends(request, context);
    },
  });
  router.service(EndpointService, {
    listOwnEndpoints: (request, context) => {
      note('listOwnEndpoints', request, context);
      return behaviour.endpoints.listOwnEndpoints(request, context);
    },
    getOwnEndpoint: (request, context) => {
      note('getOwnEndpoint', request, context);
      return behaviour.endpoints.getOwnEndpoint(request, context);
    },
    getEndpointStatistics: (request, context) => {
      note('getEndpointStatistics', request, context);
      return behaviour.endpoints.getEndpointStatistics(request, context);
    },
    createOwnEndpoint: (request, context) => {
      note('createOwnEndpoint', request, context);
      return behaviour.endpoints.createOwnEndpoint(request, context);
    },
    updateOwnEndpoint: (request, context) => {
      note('updateOwnEndpoint', request, context);
      return behaviour.endpoints.updateOwnEndpoint(request, context);
    },
    sendTestEvent: (request, context) => {
      note('sendTestEvent', request, context);
      return behaviour.endpoints.sendTestEvent(request, context);
    },
    getTestEvent: (request, context) => {
      note('getTestEvent', request, context);
      return behaviour.endpoints.getTestEvent(request, context);
    },
    removeOwnEndpoint: (request, context) => {
      note('removeOwnEndpoint', request, context);
      return behaviour.endpoints.removeOwnEndpoint(request, context);
    },
    listSourceIps: (request, context) => {
      note('listSourceIps', request, context);
      return behaviour.endpoints.listSourceIps(request, context);
    },
  });
  router.service(PortalService, {
    openLink: ({ token }, context) => {
      note('openLink', { token }, context);
      return { accessToken: behaviour.openLink(token) };
    },
  });
  router.service(EventService, {
    listEvents: (request, context) => {
      note('listEvents', request, context);
      return behaviour.events.listEvents(request, context);
    },
    getEvent: (request, context) => {
      note('getEvent', request, context);
      return behaviour.events.getEvent(request, context);
    },
  });
  const { SERVING, NOT_SERVING } = HealthCheckResponse_ServingStatus;
  router.service(Health, {
    check: () => ({ status: behaviour.serving ? SERVING : NOT_SERVING }),
  });
}

function entriesOf(violations: readonly FieldViolation[] = []): Record<string, string> {
  return Object.fromEntries(
    violations.flatMap(({ field, entry }) => (entry === undefined ? [] : [[field, entry]])),
  );
}

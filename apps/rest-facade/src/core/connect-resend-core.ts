import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { type CallOptions, createClient } from '@connectrpc/connect';
import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node';
import {
  CreateResendRequestSchema,
  CursorDirection,
  Health,
  HealthCheckResponse_ServingStatus,
  ListResendsRequestSchema,
  type ListResendsRequest,
  ResendService,
} from '@webhooks/contracts';

import { toCoreError } from './core-error.ts';
import type { Caller, ResendCore, ResendListFilters } from './resend-core.ts';
import { toCursor, toResend } from './resend-from-message.ts';
import { STATUS_TO_MESSAGE } from './enum-names.ts';
import { toSelectionMessage } from './selection-message.ts';

/** A page of 100 resends takes some 50 KiB. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** A link that is dead without a word is noticed after both of these. */
const PING_INTERVAL_MS = 3_000;
const PING_TIMEOUT_MS = 2_000;

const HEALTH_TIMEOUT_MS = 1_000;

/** Calls resend-service over gRPC; one HTTP/2 connection that heals itself carries all calls. */
export function connectResendCore(url: URL, timeoutMs: number): ResendCore & Disposable {
  const sessionManager = new Http2SessionManager(url, {
    pingIntervalMs: PING_INTERVAL_MS,
    pingTimeoutMs: PING_TIMEOUT_MS,
    pingIdleConnection: true,
  });
  const transport = createGrpcTransport({
    baseUrl: url.href,
    sessionManager,
    acceptCompression: [],
    readMaxBytes: MAX_MESSAGE_BYTES,
    writeMaxBytes: MAX_MESSAGE_BYTES,
    defaultTimeoutMs: timeoutMs,
  });
  const resends = createClient(ResendService, transport);
  const health = createClient(Health, transport);
  return {
    createResend: (selection, idempotencyKey, caller) =>
      refused(async () => {
        const request = create(CreateResendRequestSchema, {
          selection: toSelectionMessage(selection),
          idempotencyKey: idempotencyKey ?? '',
        });
        const { resend } = await resends.createResend(request, optionsFor(caller));
        return toResend(resend).id;
      }),
    getResend: (id, caller) =>
      refused(async () => {
        const { resend } = await resends.getResend({ id: BigInt(id) }, optionsFor(caller));
        return toResend(resend);
      }),
    listResends: (filters, caller) =>
      refused(async () => {
        const page = await resends.listResends(toListRequest(filters), optionsFor(caller));
        return {
          resends: page.resends.map(toResend),
          next: toCursor(page.next),
          previous: toCursor(page.previous),
        };
      }),
    isServing: async () => {
      try {
        const { status } = await health.check({}, { timeoutMs: HEALTH_TIMEOUT_MS });
        return status === HealthCheckResponse_ServingStatus.SERVING;
      } catch {
        return false;
      }
    },
    [Symbol.dispose]: () => sessionManager.abort(),
  };
}

async function refused<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toCoreError(error);
  }
}

function optionsFor({ authorization, requestId }: Caller): CallOptions {
  return { headers: { authorization, 'x-request-id': requestId } };
}

function toListRequest(filters: ResendListFilters): ListResendsRequest {
  const { status, objectReferenceId, accountId, cursor, direction, limit } = filters;
  return create(ListResendsRequestSchema, {
    pageSize: limit,
    ...(status === null ? {} : { status: STATUS_TO_MESSAGE[status] }),
    ...(objectReferenceId === null ? {} : { objectReferenceId: BigInt(objectReferenceId) }),
    ...(accountId === null ? {} : { accountId: BigInt(accountId) }),
    ...(cursor === null
      ? {}
      : {
          cursor: { createdAt: timestampFromMs(cursor.createdAtMs), id: BigInt(cursor.id) },
          direction: CursorDirection[direction],
        }),
  });
}

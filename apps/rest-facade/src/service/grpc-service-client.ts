import { create } from '@bufbuild/protobuf';
import { createClient, type Transport } from '@connectrpc/connect';
import { CreateResendRequestSchema, ResendService } from '@webhooks/contracts';
import { optionsToProto, selectionToProto } from '@webhooks/contracts/mapping';
import type { RequestedResend } from '@webhooks/validation';
import { hasOptions } from '@webhooks/domain';

import { optionsFor } from './call-options.ts';
import { toAttempt, toDelivery } from './delivery-from-message.ts';
import { toDeliveryListRequest } from './delivery-list-request.ts';
import { orNull, toNumber } from './from-message.ts';
import { createGuardedCalls } from './guarded-call.ts';
import type { ControlClient } from './grpc-control-client.ts';
import { toListRequest } from './list-request.ts';
import type { OutageLog } from './outage-log.ts';
import { toNotification } from './notification-from-message.ts';
import { createPostRelay } from './post-relay.ts';
import { toCountedPreview } from './preview-from-message.ts';
import type { ServiceClient } from './service-client.ts';
import { toCursor, toResend } from './resend-from-message.ts';
import { toFollowed } from './resend-progress-from-message.ts';
import { toResendStatistics } from './resend-statistics-from-message.ts';

/** The calls that accept and read resends. */
export type UnaryServiceClient = Omit<ServiceClient, 'watchResend' | keyof ControlClient>;

/** Calls resend-service. */
export function createGrpcServiceClient(
  transport: Transport,
  outages: OutageLog,
  timeoutMs: number,
): UnaryServiceClient {
  const sendPost = createPostRelay(transport, timeoutMs);
  const client = createClient(ResendService, transport);
  const { act, read } = createGuardedCalls(outages);
  return {
    createResend: async (requested, idempotencyKey, caller) => {
      const request = create(CreateResendRequestSchema, {
        ...toMessage(requested),
        idempotencyKey: idempotencyKey ?? '',
      });
      return act(() => sendPost(request, caller), idempotencyKey !== null);
    },
    previewResend: async (requested, caller) => {
      const request = toMessage(requested);
      return toCountedPreview(await read(() => client.previewResend(request, optionsFor(caller))));
    },
    getResend: async (id, caller) => {
      const request = { id: BigInt(id) };
      return toFollowed(await read(() => client.getResend(request, optionsFor(caller))));
    },
    listResends: async (filters, caller) => {
      const request = toListRequest(filters);
      const page = await read(() => client.listResends(request, optionsFor(caller)));
      return {
        resends: page.resends.map(toResend),
        next: toCursor(page.next),
        previous: toCursor(page.previous),
      };
    },
    listNotices: async (id, caller) => {
      const request = { resendId: BigInt(id) };
      const { notices } = await read(() => client.listNotices(request, optionsFor(caller)));
      return notices.map((notification) => toNotification(id, notification));
    },
    resendStatistics: async (id, caller) => {
      const request = { id: BigInt(id) };
      return toResendStatistics(
        await read(() => client.getResendStatistics(request, optionsFor(caller))),
      );
    },
    listDeliveries: async (resendId, filters, caller) => {
      const request = toDeliveryListRequest(resendId, filters);
      const page = await read(() => client.listDeliveries(request, optionsFor(caller)));
      return {
        deliveries: page.deliveries.map(toDelivery),
        next: orNull(page.nextCursorId, toNumber),
        previous: orNull(page.previousCursorId, toNumber),
      };
    },
    listAttempts: async (resendId, position, caller) => {
      const request = { resendId: BigInt(resendId), deliveryId: BigInt(position) };
      const { attempts } = await read(() => client.listAttempts(request, optionsFor(caller)));
      return attempts.map(toAttempt);
    },
  };
}

/** What is resent, and how, where anything is said of that. */
function toMessage({ selection, options }: RequestedResend) {
  const message = { selection: selectionToProto(selection) };
  return hasOptions(options) ? { ...message, options: optionsToProto(options) } : message;
}

import { create } from '@bufbuild/protobuf';
import { type CallOptions, createClient, type Transport } from '@connectrpc/connect';
import { CreateResendRequestSchema, ResendService } from '@webhooks/contracts';

import { toCoreError } from './core-error.ts';
import { toListRequest } from './list-request.ts';
import type { OutageLog } from './outage-log.ts';
import type { Caller, ResendCore } from './resend-core.ts';
import { toCursor, toResend } from './resend-from-message.ts';
import { toSelectionMessage } from './selection-message.ts';

/** Calls resend-service over gRPC. */
export function createGrpcResendCore(transport: Transport, outages: OutageLog): ResendCore {
  const client = createClient(ResendService, transport);
  const call = async <T>(send: () => Promise<T>): Promise<T> => {
    try {
      const answer = await send();
      outages.succeeded();
      return answer;
    } catch (error) {
      const coreError = toCoreError(error);
      outages.failed(coreError);
      throw coreError;
    }
  };
  return {
    createResend: async (selection, idempotencyKey, caller) => {
      const request = create(CreateResendRequestSchema, {
        selection: toSelectionMessage(selection),
        idempotencyKey: idempotencyKey ?? '',
      });
      const { resend } = await call(() => client.createResend(request, optionsFor(caller)));
      return toResend(resend).id;
    },
    getResend: async (id, caller) => {
      const request = { id: BigInt(id) };
      const { resend } = await call(() => client.getResend(request, optionsFor(caller)));
      return toResend(resend);
    },
    listResends: async (filters, caller) => {
      const request = toListRequest(filters);
      const page = await call(() => client.listResends(request, optionsFor(caller)));
      return {
        resends: page.resends.map(toResend),
        next: toCursor(page.next),
        previous: toCursor(page.previous),
      };
    },
  };
}

function optionsFor({ authorization, requestId }: Caller): CallOptions {
  return { headers: { authorization, 'x-request-id': requestId } };
}

import { create } from '@bufbuild/protobuf';
import { timestampMs } from '@bufbuild/protobuf/wkt';
import { createClient, type Transport } from '@connectrpc/connect';
import {
  type CreateOwnEndpointRequest,
  CreateOwnEndpointRequestSchema,
  CursorDirection,
  EndpointService,
  type ListOwnEndpointsRequest,
  ListOwnEndpointsRequestSchema,
} from '@webhooks/contracts';
import type { NewOwnEndpoint, OwnEndpointChange } from '@webhooks/domain';

import { optionsFor } from './call-options.ts';
import type { EndpointClient, EndpointListFilters } from './endpoint-client.ts';
import { toEndpointCursor, toEndpointStatistics, toOwnEndpoint } from './endpoint-from-message.ts';
import { orNull } from './from-message.ts';
import { createGuardedCalls } from './guarded-call.ts';
import type { OutageLog } from './outage-log.ts';
import { toTestEvent } from './test-event-from-message.ts';

/** Calls resend-service. */
export function createGrpcEndpointClient(transport: Transport, outages: OutageLog): EndpointClient {
  const client = createClient(EndpointService, transport);
  const { act, read } = createGuardedCalls(outages);
  return {
    listEndpoints: async (filters, caller) => {
      const request = toListRequest(filters);
      const page = await read(() => client.listOwnEndpoints(request, optionsFor(caller)));
      return {
        endpoints: page.endpoints.map(toOwnEndpoint),
        next: toEndpointCursor(page.next),
        previous: toEndpointCursor(page.previous),
      };
    },
    getEndpoint: async (id, caller) => {
      const { endpoint } = await read(() => client.getOwnEndpoint({ id }, optionsFor(caller)));
      return toOwnEndpoint(endpoint);
    },
    endpointStatistics: async (id, hours, caller) => {
      const request = { id, hours };
      return toEndpointStatistics(
        await read(() => client.getEndpointStatistics(request, optionsFor(caller))),
      );
    },
    sourceIps: async (caller) => {
      const { sourceIps } = await read(() => client.listSourceIps({}, optionsFor(caller)));
      return sourceIps;
    },
    createEndpoint: async (asked, idempotencyKey, caller) => {
      const request = toCreateRequest(asked, idempotencyKey);
      const send = () => client.createOwnEndpoint(request, optionsFor(caller));
      const { endpoint, signingSecret } = await act(send, idempotencyKey !== null);
      return {
        endpoint: toOwnEndpoint(endpoint),
        signingSecret: signingSecret === '' ? null : signingSecret,
      };
    },
    sendTestEvent: async (endpointId, caller) => {
      const { testEvent } = await act(() =>
        client.sendTestEvent({ endpointId }, optionsFor(caller)),
      );
      return toTestEvent(testEvent);
    },
    testEvent: async (endpointId, id, caller) => {
      const request = { endpointId, id: BigInt(id) };
      const { testEvent } = await read(() => client.getTestEvent(request, optionsFor(caller)));
      return toTestEvent(testEvent);
    },
    removeEndpoint: async (id, caller) => {
      await act(() => client.removeOwnEndpoint({ id }, optionsFor(caller)));
    },
    updateEndpoint: async (id, change, caller) => {
      const request = { id, ...toChangeMessage(change) };
      const answer = await act(() => client.updateOwnEndpoint(request, optionsFor(caller)));
      return {
        endpoint: toOwnEndpoint(answer.endpoint),
        credentialsDropped: answer.credentialsDropped,
        signingSecret: answer.signingSecret === '' ? null : answer.signingSecret,
        wasDisabledSinceMs: orNull(answer.wasDisabledSince, timestampMs),
      };
    },
  };
}

function toChangeMessage({ recoversAutomatically, ...change }: OwnEndpointChange) {
  const fields = { ...change, recoverAutomatically: recoversAutomatically };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Omit<OwnEndpointChange, 'recoversAutomatically'> & {
    readonly recoverAutomatically?: boolean;
  };
}

function toCreateRequest(
  { account, url, typeWebhook, authorizationToken, xFunctionsKey }: NewOwnEndpoint,
  idempotencyKey: string | null,
): CreateOwnEndpointRequest {
  return create(CreateOwnEndpointRequestSchema, {
    branchIdentifier: account.branchIdentifier,
    accountNumber: account.number,
    url,
    typeWebhook,
    ...(authorizationToken === null ? {} : { authorizationToken }),
    ...(xFunctionsKey === null ? {} : { xFunctionsKey }),
    idempotencyKey: idempotencyKey ?? '',
  });
}

function toListRequest(filters: EndpointListFilters): ListOwnEndpointsRequest {
  const { accountId, cursor, direction, limit } = filters;
  return create(ListOwnEndpointsRequestSchema, {
    pageSize: limit,
    ...(accountId === null ? {} : { accountId: BigInt(accountId) }),
    ...(cursor === null
      ? {}
      : {
          cursor: { accountId: BigInt(cursor.accountId), id: cursor.id },
          direction: CursorDirection[direction],
        }),
  });
}

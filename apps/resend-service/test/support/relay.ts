import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { Code, createClient, type Client } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-node';

import {
  CreateResendRequestSchema,
  RelayService,
  ResendType,
  type RelayedCallSchema,
  type RelayedResult,
} from '@webhooks/contracts';

import { userToken } from './settings.ts';
import type { TestService } from './service.ts';

export type RelayedCall = MessageInitShape<typeof RelayedCallSchema>;

/** A request for one object, encoded. */
export function requestOf(
  objectReferenceId: number,
  idempotencyKey = '',
  resendType: ResendType = ResendType.CASHIN,
): Uint8Array {
  const selection = { resendType, objectReferenceId: BigInt(objectReferenceId) };
  return toBinary(
    CreateResendRequestSchema,
    create(CreateResendRequestSchema, { selection, idempotencyKey }),
  );
}

/** A call that is accepted, of an object of the sample. */
export const acceptable: RelayedCall = {
  authorization: `Bearer ${userToken(246)}`,
  requestId: 'req-1',
  timeoutMs: 5_000,
  request: requestOf(12345),
};

export function relayTo({ app }: TestService): Client<typeof RelayService> {
  const baseUrl = `http://127.0.0.1:${app.rpcPort}`;
  return createClient(RelayService, createConnectTransport({ baseUrl, httpVersion: '2' }));
}

/** "resendId", or the code of the failure, by the place in the call. */
export function outcomesOf(results: readonly RelayedResult[]): string[] {
  const inOrder = results.toSorted((one, other) => one.index - other.index);
  return inOrder.map(({ outcome }) =>
    outcome.case === 'failure' ? (Code[outcome.value.code] ?? '') : (outcome.case ?? 'nothing'),
  );
}

/** All results of one call, in the order in which they came. */
export async function relayAll(
  relay: Client<typeof RelayService>,
  calls: RelayedCall[],
): Promise<RelayedResult[]> {
  const results: RelayedResult[] = [];
  for await (const message of relay.createResends({ calls })) results.push(...message.results);
  return results;
}

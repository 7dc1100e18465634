import type { MethodImpl } from '@connectrpc/connect';

import type { AddressPolicy } from '@webhooks/address-guard';
import { actingUser } from '@webhooks/auth';
import type { CreateOwnEndpointRequest, EndpointService } from '@webhooks/contracts';
import {
  validationError,
  type CatalogStore,
  type Clock,
  type EndpointStore,
  type NewOwnEndpoint,
  type OwnEndpointCreation,
  type VerificationMode,
} from '@webhooks/domain';
import { newEndpointViolations, refusal, validateIdempotencyKey } from '@webhooks/validation';

import { refuseInvalidChange } from '../catalog/refuse-invalid-change.ts';
import { ownEndpointToProto } from '../mapping/own-endpoint.ts';
import { actorOf } from '../rpc/actor.ts';
import { isAwaitedKey } from '../rpc/is-awaited.ts';
import { ownEndpoint } from './own-endpoint.ts';
import { refuseBlockedUrl } from './refuse-blocked-url.ts';

/** What making an endpoint takes. */
export interface CreateOwnEndpointParts {
  readonly catalog: Pick<CatalogStore, 'createOwnEndpoint'>;
  readonly endpoints: Pick<EndpointStore, 'get'>;
  readonly policy: AddressPolicy;
  readonly clock: Pick<Clock, 'now'>;
  /** Which URLs have to prove themselves. */
  readonly verification: VerificationMode;
}

/** Makes an endpoint of an account that the caller has access to; its signing secret is ours. */
export function createOwnEndpoint(
  parts: CreateOwnEndpointParts,
): MethodImpl<typeof EndpointService.method.createOwnEndpoint> {
  return async (request, context) => {
    const { catalog, endpoints, policy, clock, verification } = parts;
    const needsProof = verification === 'all';
    const asked = { ...endpointOf(request, policy), needsProof };
    const userId = actingUser(context);
    const nowMs = clock.now();
    const origin = { userId, idempotencyKey: keyOf(request) };
    const isAwaited = context.values.get(isAwaitedKey);
    const made = madeBy(
      await catalog.createOwnEndpoint(asked, origin, nowMs, actorOf(context), isAwaited),
    );
    const endpoint = await ownEndpoint(endpoints, made.id, userId, nowMs);
    return {
      endpoint: ownEndpointToProto(endpoint),
      signingSecret: made.signingSecret ?? '',
      alreadyCreated: made.kind === 'already_created',
    };
  };
}

function endpointOf(request: CreateOwnEndpointRequest, policy: AddressPolicy): NewOwnEndpoint {
  const { branchIdentifier, accountNumber, url, typeWebhook } = request;
  const asked: NewOwnEndpoint = {
    account: { branchIdentifier, number: accountNumber },
    url,
    typeWebhook,
    authorizationToken: request.authorizationToken ?? null,
    xFunctionsKey: request.xFunctionsKey ?? null,
  };
  const violations = newEndpointViolations(asked).map(({ field, message }) => ({
    field: rpcFields[field] ?? field,
    message,
  }));
  if (violations.length > 0) throw refusal(violations);
  refuseInvalidChange({ url }, policy);
  refuseBlockedUrl(url, policy);
  return asked;
}

/** Fields that RPC callers know by another name. */
const rpcFields: Readonly<Record<string, string>> = {
  source_account_branch_identifier: 'branch_identifier',
  source_account_number: 'account_number',
};

function keyOf({ idempotencyKey: key }: CreateOwnEndpointRequest): string | null {
  return key === '' ? null : validateIdempotencyKey(key, 'idempotency_key');
}

function madeBy(
  creation: OwnEndpointCreation,
): OwnEndpointCreation & { kind: 'created' | 'already_created' } {
  switch (creation.kind) {
    case 'created':
    case 'already_created':
      return creation;
    case 'idempotency_key_reused':
      throw validationError([
        { field: 'idempotency_key', message: 'was used before with another request' },
      ]);
    case 'refused':
      throw creation.error;
  }
}

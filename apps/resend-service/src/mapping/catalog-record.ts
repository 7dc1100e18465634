import type {
  Account as ProtoAccount,
  CatalogRecord as ProtoRecord,
  Endpoint as ProtoEndpoint,
  EndpointOutcome as ProtoEndpointOutcome,
  Event as ProtoEvent,
  ImportedIdentity,
  WebhookObject as ProtoObject,
} from '@webhooks/contracts';
import { keysFromProto, microsOf } from '@webhooks/contracts/mapping';
import type {
  Account,
  CatalogRecord,
  Endpoint,
  FieldViolation,
  ImportedClientIdentity,
} from '@webhooks/domain';
import { readCertificates, toPem } from '@webhooks/validation';

import { outcomes, resendTypes, senderOutcomes } from './enums.ts';

/** A record that keeps its place in the domain, or why it cannot. */
export type ReadRecord =
  { readonly record: CatalogRecord } | { readonly violation: FieldViolation };

/**
 * Reads a record of an import. Limits are not checked here: a number that has no exact form in the
 * domain becomes one that no limit lets through.
 */
export function catalogRecordFromProto({ record }: ProtoRecord): ReadRecord {
  switch (record.case) {
    case 'account':
      return { record: { kind: 'account', account: accountFromProto(record.value) } };
    case 'endpoint':
      return { record: { kind: 'endpoint', endpoint: endpointFromProto(record.value) } };
    case 'object':
      return objectFromProto(record.value);
    case 'event':
      return eventFromProto(record.value);
    case 'outcome':
      return outcomeFromProto(record.value);
    case 'clientIdentity':
      return { record: { kind: 'client_identity', identity: identityFromProto(record.value) } };
    case undefined:
      return violation('', `must hold ${KINDS}`);
  }
}

function accountFromProto(account: ProtoAccount): Account {
  const { id, branchIdentifier, number, userIds, name } = account;
  return {
    id: Number(id),
    branchIdentifier,
    number,
    userIds: userIds.map(Number),
    name: name || null,
  };
}

function endpointFromProto(endpoint: ProtoEndpoint): Endpoint {
  return {
    id: endpoint.id,
    accountId: Number(endpoint.accountId),
    url: endpoint.url,
    typeWebhook: endpoint.typeWebhook,
    authorizationToken: endpoint.authorizationToken || null,
    xFunctionsKey: endpoint.xFunctionsKey || null,
    signingSecrets: endpoint.signingSecrets.map((secret) => ({ secret, expiresAtMs: null })),
    disabledReason: endpoint.disabled ? 'by_owner' : null,
    maxInFlight: endpoint.maxInFlight === 0 ? null : endpoint.maxInFlight,
    maxRatePerSecond: endpoint.maxRatePerSecond === 0 ? null : endpoint.maxRatePerSecond,
    clientIdentity: endpoint.clientIdentity || null,
    trustAnchors: endpoint.trustAnchors || null,
    egressProxy: endpoint.egressProxy || null,
    recoversAutomatically: endpoint.recoverAutomatically,
    isTest: endpoint.test,
  };
}

function identityFromProto(identity: ImportedIdentity): ImportedClientIdentity {
  const { name, accountId, isDefault, chain, privateKey } = identity;
  const certificates = readCertificates(chain);
  return {
    name,
    accountId: Number(accountId) || null,
    isDefault,
    chain: certificates === null ? chain : toPem(certificates),
    privateKey,
  };
}

function objectFromProto(object: ProtoObject): ReadRecord {
  const resendType = resendTypes[object.resendType];
  if (resendType === undefined) return violation('object.resend_type', RESEND_TYPE_RULE);
  const objectReferenceId = Number(object.objectReferenceId);
  const accountId = Number(object.accountId);
  return { record: { kind: 'object', object: { resendType, objectReferenceId, accountId } } };
}

function eventFromProto(proto: ProtoEvent): ReadRecord {
  const resendType = resendTypes[proto.resendType];
  const outcome = outcomes[proto.outcome];
  if (resendType === undefined) return violation('event.resend_type', RESEND_TYPE_RULE);
  if (proto.occurredAt === undefined) return violation('event.occurred_at', 'is required');
  if (outcome === undefined) return violation('event.outcome', 'is not a known outcome');
  const event = {
    id: proto.id,
    accountId: Number(proto.accountId),
    resendType,
    objectReferenceId:
      proto.objectReferenceId === undefined ? null : Number(proto.objectReferenceId),
    type: proto.type,
    occurredAtUs: microsOf(proto.occurredAt),
    payload: proto.payload,
    outcome,
    ...(proto.keys === undefined ? {} : { keys: keysFromProto(proto.keys) }),
  };
  return { record: { kind: 'event', event } };
}

function outcomeFromProto(proto: ProtoEndpointOutcome): ReadRecord {
  const outcome = senderOutcomes[proto.outcome];
  if (outcome === undefined) {
    const message = 'must be DELIVERED, FAILED, RETRYING or NEVER_ATTEMPTED';
    return violation('outcome.outcome', message);
  }
  if (proto.occurredAt === undefined) return violation('outcome.occurred_at', 'is required');
  const reported = {
    eventId: proto.eventId,
    endpointId: proto.endpointId,
    outcome,
    occurredAtUs: microsOf(proto.occurredAt),
    httpStatus: proto.httpStatus ?? null,
  };
  return { record: { kind: 'outcome', outcome: reported } };
}

const KINDS = 'an account, an endpoint, an object, an event, an outcome or a client identity';
const RESEND_TYPE_RULE = 'must be RESEND_TYPE_CASHIN or RESEND_TYPE_CASHOUT';

function violation(field: string, message: string): ReadRecord {
  return { violation: { field, message } };
}

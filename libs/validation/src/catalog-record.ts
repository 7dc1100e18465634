import { EVENT_KEY_NAMES, NO_IDENTITY } from '@webhooks/domain';
import type {
  Account,
  CatalogRecord,
  EndpointOutcome,
  FieldViolation,
  ImportedClientIdentity,
  RecordedEvent,
  WebhookObject,
} from '@webhooks/domain';

import { certificateProblem } from './client-certificate.ts';
import { isSaneMicros } from './datetime.ts';
import { endpointChecks } from './endpoint-checks.ts';
import { isId } from './identifier.ts';
import { MAX_ACCOUNT_PART_LENGTH, MAX_KEY_LENGTH } from './limits.ts';
import {
  eventTypeCheck,
  firstViolation,
  idCheck,
  nameCheck,
  type RecordCheck,
} from './record-check.ts';
import { isPrintable } from './text-patterns.ts';

const MAX_USER_IDS = 1000;
const MAX_PAYLOAD_BYTES = 512 * 1024;

/** What the settings allow. */
export interface CatalogPolicy {
  /** False: endpoints must be https. */
  readonly allowHttp: boolean;
}

/** The first thing wrong with a record by the limits of catalog.proto; null when nothing is. */
export function catalogRecordViolation(
  record: CatalogRecord,
  policy: CatalogPolicy,
): FieldViolation | null {
  switch (record.kind) {
    case 'account':
      return firstViolation('account', accountChecks(record.account));
    case 'endpoint':
      return firstViolation('endpoint', endpointChecks(record.endpoint, policy.allowHttp));
    case 'object':
      return firstViolation('object', objectChecks(record.object));
    case 'event':
      return firstViolation('event', eventChecks(record.event));
    case 'outcome':
      return firstViolation('outcome', outcomeChecks(record.outcome));
    case 'client_identity':
      return identityViolation(record.identity);
  }
}

function accountChecks(account: Account): RecordCheck[] {
  const { id, branchIdentifier, number, userIds, name } = account;
  const part = `must be 1 to ${MAX_ACCOUNT_PART_LENGTH} printable characters`;
  return [
    idCheck('id', id),
    ['branch_identifier', isPrintable(branchIdentifier, MAX_ACCOUNT_PART_LENGTH), part],
    ['number', isPrintable(number, MAX_ACCOUNT_PART_LENGTH), part],
    [
      'user_ids',
      userIds.length <= MAX_USER_IDS && userIds.every(isId),
      `must be at most ${MAX_USER_IDS} positive integers`,
    ],
    textCheck('name', name ?? null),
  ];
}

function identityViolation(identity: ImportedClientIdentity): FieldViolation | null {
  const { name, accountId, chain, privateKey } = identity;
  const found = firstViolation('client_identity', [
    nameCheck('name', name),
    ['name', name !== NO_IDENTITY, `must not be "${NO_IDENTITY}"`],
    idCheck('account_id', accountId ?? 1),
  ]);
  const problem = found === null ? certificateProblem(chain, privateKey) : null;
  return problem === null ? found : { ...problem, field: `client_identity.${problem.field}` };
}

function objectChecks({ objectReferenceId, accountId }: WebhookObject): RecordCheck[] {
  return [idCheck('object_reference_id', objectReferenceId), idCheck('account_id', accountId)];
}

function eventChecks(event: RecordedEvent): RecordCheck[] {
  return [
    nameCheck('id', event.id),
    idCheck('account_id', event.accountId),
    // 1 stands for "has none", which is fine.
    idCheck('object_reference_id', event.objectReferenceId ?? 1),
    eventTypeCheck('type', event.type),
    timeCheck(event.occurredAtUs),
    [
      'payload',
      event.payload.byteLength <= MAX_PAYLOAD_BYTES,
      `must be at most ${MAX_PAYLOAD_BYTES} bytes`,
    ],
    ...EVENT_KEY_NAMES.map((name) => textCheck(`keys.${name}`, event.keys?.[name] ?? null)),
  ];
}

/** Null is fine: it is not set. */
function textCheck(field: string, text: string | null): RecordCheck {
  const holds = text === null || isPrintable(text, MAX_KEY_LENGTH);
  return [field, holds, `must be at most ${MAX_KEY_LENGTH} printable characters`];
}

function outcomeChecks(outcome: EndpointOutcome): RecordCheck[] {
  const { eventId, endpointId, occurredAtUs, httpStatus } = outcome;
  return [
    nameCheck('event_id', eventId),
    nameCheck('endpoint_id', endpointId),
    timeCheck(occurredAtUs),
    [
      'http_status',
      httpStatus === null || (httpStatus >= 100 && httpStatus <= 599),
      'must be 100 to 599',
    ],
  ];
}

function timeCheck(occurredAtUs: number): RecordCheck {
  return ['occurred_at', isSaneMicros(occurredAtUs), 'must be a time from 1970 to 2199'];
}

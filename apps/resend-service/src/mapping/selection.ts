import type { ResendSelection as ProtoSelection } from '@webhooks/contracts';
import { microsOf } from '@webhooks/contracts/mapping';
import type { EventKey, FieldViolation, ResendSelection } from '@webhooks/domain';
import {
  assertListFits,
  listOf,
  presenceViolations,
  refusal,
  selectionViolations,
} from '@webhooks/validation';

import { resendTypes, stateFilters } from './enums.ts';

/** Reads a selection. Throws a validation error that names every violation, or list_too_long. */
export function selectionFromProto(proto: ProtoSelection | undefined): ResendSelection {
  if (proto === undefined) throw refusal([{ field: 'selection', message: 'is required' }]);
  const violations = [
    ...enumViolations(proto),
    ...presenceViolations((field) => isGiven(proto, field)),
  ];
  const selection = convert(proto);
  const named = new Set(violations.map(({ field }) => field));
  const others = selectionViolations(selection).filter(({ field }) => !named.has(field));
  if (violations.length + others.length > 0) throw refusal([...violations, ...others]);
  assertListFits(selection.list);
  return selection;
}

function enumViolations({ resendType, deliveryState }: ProtoSelection): FieldViolation[] {
  const violations: FieldViolation[] = [];
  if (resendTypes[resendType] === undefined) {
    violations.push({ field: 'resend_type', message: 'must be CASHIN or CASHOUT' });
  }
  if (stateFilters[deliveryState] === undefined) {
    const message = 'must be ALL, FAILED, NEVER_ATTEMPTED or UNDELIVERED';
    violations.push({ field: 'delivery_state', message });
  }
  return violations;
}

type Field = Parameters<Parameters<typeof presenceViolations>[0]>[0];

const properties = {
  resend_type: 'resendType',
  object_reference_id: 'objectReferenceId',
  object_reference_ids: 'objectReferenceIds',
  event_ids: 'eventIds',
  keys: 'keys',
  source_account_branch_identifier: 'sourceAccountBranchIdentifier',
  source_account_number: 'sourceAccountNumber',
  start_datetime: 'startDatetime',
  end_datetime: 'endDatetime',
  delivery_state: 'deliveryState',
  include_in_hand: 'includeInHand',
  latest_only: 'latestOnly',
  event_types: 'eventTypes',
  endpoint_ids: 'endpointIds',
} as const satisfies Record<Field, keyof ProtoSelection>;

function isGiven(proto: ProtoSelection, field: Field): boolean {
  const value = proto[properties[field]];
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

/** What lacks its other half is a violation already; here it gets a placeholder. */
function convert(proto: ProtoSelection): ResendSelection {
  const { sourceAccountBranchIdentifier: branch, sourceAccountNumber: number } = proto;
  const start = proto.startDatetime ?? proto.endDatetime;
  const end = proto.endDatetime ?? proto.startDatetime;
  return {
    resendType: resendTypes[proto.resendType] ?? 'CASHIN',
    objectReferenceId:
      proto.objectReferenceId === undefined ? null : Number(proto.objectReferenceId),
    list: listOf(proto.objectReferenceIds.map(Number), proto.eventIds, proto.keys as EventKey[]),
    account:
      branch === undefined && number === undefined
        ? null
        : { branchIdentifier: branch ?? '', number: number ?? '' },
    range:
      start === undefined || end === undefined
        ? null
        : { startUs: microsOf(start), endUs: microsOf(end) },
    deliveryState: stateFilters[proto.deliveryState] ?? 'ALL',
    includeInHand: proto.includeInHand,
    latestOnly: proto.latestOnly,
    eventTypes: proto.eventTypes,
    endpointIds: proto.endpointIds,
  };
}

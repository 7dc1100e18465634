import { create } from '@bufbuild/protobuf';
import type { ResendSelection, SelectionList } from '@webhooks/domain';

import { ResendSelectionSchema, type ResendSelection as ProtoSelection } from '../index.ts';
import { protoResendTypes, protoStateFilters } from './enum-tables.ts';
import { timestampFromMicros } from './timestamp.ts';

/** A selection as callers send it and as the service shows it: as it was asked for. */
export function selectionToProto(selection: ResendSelection): ProtoSelection {
  const { account, range } = selection;
  return create(ResendSelectionSchema, {
    resendType: protoResendTypes[selection.resendType],
    ...(selection.objectReferenceId === null
      ? {}
      : { objectReferenceId: BigInt(selection.objectReferenceId) }),
    ...listToProto(selection.list),
    ...(account === null
      ? {}
      : {
          sourceAccountBranchIdentifier: account.branchIdentifier,
          sourceAccountNumber: account.number,
        }),
    ...(range === null
      ? {}
      : {
          startDatetime: timestampFromMicros(range.startUs),
          endDatetime: timestampFromMicros(range.endUs),
        }),
    deliveryState: protoStateFilters[selection.deliveryState],
    includeInHand: selection.includeInHand,
    latestOnly: selection.latestOnly,
    eventTypes: [...selection.eventTypes],
    endpointIds: [...selection.endpointIds],
  });
}

function listToProto(list: SelectionList | null) {
  switch (list?.field) {
    case 'object_reference_ids':
      return { objectReferenceIds: list.entries.map(BigInt) };
    case 'event_ids':
      return { eventIds: [...list.entries] };
    case 'keys':
      return { keys: list.entries.map(({ name, value }) => ({ name, value })) };
    case undefined:
      return {};
  }
}

import type { MessageInitShape } from '@bufbuild/protobuf';
import type { TimestampSchema } from '@bufbuild/protobuf/wkt';
import type { ResendSelectionSchema } from '@webhooks/contracts';
import type { ResendSelection } from '@webhooks/domain';

import { DELIVERY_STATE_FILTER_TO_MESSAGE, TYPE_TO_MESSAGE } from './enum-names.ts';

/** A selection as the service reads it. */
export function toSelectionMessage(
  selection: ResendSelection,
): MessageInitShape<typeof ResendSelectionSchema> {
  const { objectReferenceId, account, range } = selection;
  return {
    resendType: TYPE_TO_MESSAGE[selection.resendType],
    ...(objectReferenceId === null ? {} : { objectReferenceId: BigInt(objectReferenceId) }),
    ...(account === null
      ? {}
      : {
          sourceAccountBranchIdentifier: account.branchIdentifier,
          sourceAccountNumber: account.number,
        }),
    ...(range === null
      ? {}
      : { startDatetime: timestamp(range.startUs), endDatetime: timestamp(range.endUs) }),
    deliveryState: DELIVERY_STATE_FILTER_TO_MESSAGE[selection.deliveryState],
    includeInHand: selection.includeInHand,
    eventTypes: [...selection.eventTypes],
    endpointIds: [...selection.endpointIds],
  };
}

function timestamp(us: number): MessageInitShape<typeof TimestampSchema> {
  const remainder = us % 1_000_000;
  return { seconds: BigInt((us - remainder) / 1_000_000), nanos: remainder * 1000 };
}

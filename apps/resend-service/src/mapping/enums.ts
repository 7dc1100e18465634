import {
  CreatedBy as ProtoCreatedBy,
  DeliveryOutcome as ProtoOutcome,
  DeliveryState as ProtoDeliveryState,
  DeliveryStateFilter as ProtoStateFilter,
  ResendKind as ProtoKind,
  ResendStatus as ProtoStatus,
  ResendType as ProtoResendType,
} from '@webhooks/contracts';
import {
  protoControls,
  protoDeliveryStates,
  protoKinds,
  protoOutcomes,
  protoResendTypes,
  protoStateFilters,
  protoStatuses,
} from '@webhooks/contracts/mapping';
import type {
  CreatedBy,
  DeliveryState,
  DeliveryStateFilter,
  OriginalOutcome,
  ResendControl,
  ResendKind,
  ResendStatus,
  ResendType,
  SenderOutcome,
} from '@webhooks/domain';

/** Values by number, as they come in requests; a number without an entry is not valid. */
type Choices<T> = Readonly<Record<number, T>>;

export const resendTypes: Choices<ResendType> = inverse(protoResendTypes);

/** Null means any. */
export const resendTypeFilters: Choices<ResendType | null> = {
  [ProtoResendType.UNSPECIFIED]: null,
  ...resendTypes,
};

export const createdByFilters: Choices<CreatedBy> = {
  [ProtoCreatedBy.UNSPECIFIED]: 'me',
  [ProtoCreatedBy.ME]: 'me',
  [ProtoCreatedBy.ANYONE]: 'anyone',
};

/** Null means any. */
export const kindFilters: Choices<ResendKind | null> = {
  ...inverse(protoKinds),
  [ProtoKind.UNSPECIFIED]: null,
};

export const controls: Choices<ResendControl> = inverse(protoControls);

/** Null means any. */
export const statusFilters: Choices<ResendStatus | null> = {
  ...inverse(protoStatuses),
  [ProtoStatus.UNSPECIFIED]: null,
};

/** Null means any. */
export const deliveryStateFilters: Choices<DeliveryState | null> = {
  ...inverse(protoDeliveryStates),
  [ProtoDeliveryState.UNSPECIFIED]: null,
};

export const stateFilters: Choices<DeliveryStateFilter> = {
  ...inverse(protoStateFilters),
  [ProtoStateFilter.UNSPECIFIED]: 'ALL',
};

/** What is reported of one endpoint; unknown is not reported. */
export const senderOutcomes: Choices<SenderOutcome> = inverse({
  ...protoOutcomes,
  RETRYING: ProtoOutcome.RETRYING,
});

/** Null means unknown. */
export const outcomes: Choices<OriginalOutcome | null> = {
  ...inverse(protoOutcomes),
  [ProtoOutcome.UNSPECIFIED]: null,
};

function inverse<K extends string>(table: Readonly<Record<K, number>>): Choices<K> {
  const entries = Object.entries(table) as [K, number][];
  return Object.fromEntries(entries.map(([key, value]) => [value, key]));
}

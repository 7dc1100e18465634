import {
  CreatedBy as ProtoCreatedBy,
  DeliveryOutcome as ProtoOutcome,
  DeliveryState as ProtoDeliveryState,
  DeliveryStateFilter as ProtoStateFilter,
  NoticeState as ProtoNoticeState,
  ResendControl as ProtoControl,
  ResendStatus as ProtoStatus,
  ResendType as ProtoResendType,
} from '@webhooks/contracts';
import type {
  CreatedBy,
  DeliveryState,
  DeliveryStateFilter,
  NotificationState,
  OriginalOutcome,
  ResendControl,
  ResendStatus,
  ResendType,
  SenderOutcome,
} from '@webhooks/domain';

export const protoResendTypes = {
  CASHIN: ProtoResendType.CASHIN,
  CASHOUT: ProtoResendType.CASHOUT,
} as const satisfies Record<ResendType, ProtoResendType>;

export const protoStatuses = {
  PENDING: ProtoStatus.PENDING,
  PROCESSING: ProtoStatus.PROCESSING,
  COMPLETED: ProtoStatus.COMPLETED,
  FAILED: ProtoStatus.FAILED,
} as const satisfies Record<ResendStatus, ProtoStatus>;

export const protoControls = {
  RUNNING: ProtoControl.UNSPECIFIED,
  PAUSED: ProtoControl.PAUSED,
  CANCELLING: ProtoControl.CANCELLING,
} as const satisfies Record<ResendControl, ProtoControl>;

export const protoStateFilters = {
  ALL: ProtoStateFilter.ALL,
  FAILED: ProtoStateFilter.FAILED,
  NEVER_ATTEMPTED: ProtoStateFilter.NEVER_ATTEMPTED,
  UNDELIVERED: ProtoStateFilter.UNDELIVERED,
} as const satisfies Record<DeliveryStateFilter, ProtoStateFilter>;

export const protoDeliveryStates = {
  PENDING: ProtoDeliveryState.PENDING,
  DELIVERED: ProtoDeliveryState.DELIVERED,
  FAILED: ProtoDeliveryState.FAILED,
  RETRYING: ProtoDeliveryState.RETRYING,
  CANCELLED: ProtoDeliveryState.CANCELLED,
  SKIPPED: ProtoDeliveryState.SKIPPED,
} as const satisfies Record<DeliveryState, ProtoDeliveryState>;

export const protoNoticeStates = {
  PENDING: ProtoNoticeState.PENDING,
  RETRYING: ProtoNoticeState.RETRYING,
  DELIVERED: ProtoNoticeState.DELIVERED,
  FAILED: ProtoNoticeState.FAILED,
  SKIPPED: ProtoNoticeState.SKIPPED,
} as const satisfies Record<NotificationState, ProtoNoticeState>;

const protoOutcomes = {
  DELIVERED: ProtoOutcome.DELIVERED,
  FAILED: ProtoOutcome.FAILED,
  NEVER_ATTEMPTED: ProtoOutcome.NEVER_ATTEMPTED,
} as const satisfies Record<OriginalOutcome, ProtoOutcome>;

/** Values by number, as they come in requests; a number without an entry is not valid. */
type Choices<T> = Readonly<Record<number, T>>;

export const resendTypes: Choices<ResendType> = inverse(protoResendTypes);

export const createdByFilters: Choices<CreatedBy> = {
  [ProtoCreatedBy.UNSPECIFIED]: 'me',
  [ProtoCreatedBy.ME]: 'me',
  [ProtoCreatedBy.ANYONE]: 'anyone',
};

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

/** What is told of one endpoint; unknown is not told. */
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

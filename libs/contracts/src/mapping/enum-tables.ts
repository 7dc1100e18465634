import type {
  BreakerState,
  DeliveryState,
  DeliveryStateFilter,
  NotificationState,
  OriginalOutcome,
  ResendControl,
  ResendKind,
  ResendStatus,
  ResendType,
  WaitReason,
  SampleState,
} from '@webhooks/domain';

import {
  BreakerState as ProtoBreakerState,
  DeliveryOutcome as ProtoOutcome,
  DeliveryState as ProtoDeliveryState,
  NoticeState as ProtoNoticeState,
  DeliveryStateFilter as ProtoStateFilter,
  ResendControl as ProtoControl,
  ResendKind as ProtoKind,
  ResendStatus as ProtoStatus,
  ResendType as ProtoResendType,
  WaitReason as ProtoWaitReason,
  SampleState as ProtoSampleState,
} from '../index.ts';

// The domain's words and the numbers that stand for them in messages, for both sides of a call.

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

export const protoKinds = {
  one: ProtoKind.ONE,
  range: ProtoKind.RANGE,
  list: ProtoKind.LIST,
  retry: ProtoKind.RETRY,
} as const satisfies Record<ResendKind, ProtoKind>;

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

export const protoSampleStates = {
  WAITING: ProtoSampleState.WAITING,
  SENDING: ProtoSampleState.SENDING,
  PASSED: ProtoSampleState.PASSED,
  FAILED: ProtoSampleState.FAILED,
} as const satisfies Record<SampleState, ProtoSampleState>;

export const protoBreakerStates = {
  CLOSED: ProtoBreakerState.CLOSED,
  OPEN: ProtoBreakerState.OPEN,
  HALF_OPEN: ProtoBreakerState.HALF_OPEN,
} as const satisfies Record<BreakerState, ProtoBreakerState>;

export const protoWaitReasons = {
  paused: ProtoWaitReason.PAUSED,
  not_before: ProtoWaitReason.NOT_BEFORE,
  breaker: ProtoWaitReason.BREAKER,
  sample: ProtoWaitReason.SAMPLE,
  retry: ProtoWaitReason.RETRY,
  order: ProtoWaitReason.ORDER,
  pace: ProtoWaitReason.PACE,
  turn: ProtoWaitReason.TURN,
  verification: ProtoWaitReason.VERIFICATION,
} as const satisfies Record<WaitReason, ProtoWaitReason>;

export const protoOutcomes = {
  DELIVERED: ProtoOutcome.DELIVERED,
  FAILED: ProtoOutcome.FAILED,
  NEVER_ATTEMPTED: ProtoOutcome.NEVER_ATTEMPTED,
} as const satisfies Record<OriginalOutcome, ProtoOutcome>;

export {
  protoBreakerStates,
  protoControls,
  protoKinds,
  protoDeliveryStates,
  protoNoticeStates,
  protoOutcomes,
  protoResendTypes,
  protoSampleStates,
  protoStateFilters,
  protoStatuses,
  protoWaitReasons,
} from './enum-tables.ts';
export { keysFromProto, keysToProto } from './event-keys.ts';
export { optionsToProto } from './options-message.ts';
export { selectionToProto } from './selection-message.ts';
export { microsOf, millisOf, timestampFromMicros, timestampFromMillis } from './timestamp.ts';

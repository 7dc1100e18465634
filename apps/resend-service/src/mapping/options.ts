import type { ResendOptions as ProtoOptions } from '@webhooks/contracts';
import { millisOf } from '@webhooks/contracts/mapping';
import { noOptions, type ResendOptions, type ResendSelection } from '@webhooks/domain';
import { firstViolations, optionViolations, refusal } from '@webhooks/validation';

/** Reads how a resend is to be carried out. Throws a validation error that names every violation. */
export function optionsFromProto(
  proto: ProtoOptions | undefined,
  selection: ResendSelection,
  nowMs: number,
): ResendOptions {
  if (proto === undefined) return noOptions;
  const { name, reason, notBefore, maxRatePerSecond, first, deliverTo } = proto;
  const options: ResendOptions = {
    name: name === '' ? null : name,
    reason: reason === '' ? null : reason,
    notBeforeMs: notBefore === undefined ? null : millisOf(notBefore),
    maxRatePerSecond: maxRatePerSecond ?? null,
    first: first ?? null,
    deliverTo: deliverTo === '' ? null : deliverTo,
  };
  const violations = [...optionViolations(options, nowMs), ...firstViolations(options, selection)];
  if (violations.length > 0) throw refusal(violations);
  return options;
}

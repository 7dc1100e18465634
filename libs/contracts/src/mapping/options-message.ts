import { create } from '@bufbuild/protobuf';
import type { ResendOptions } from '@webhooks/domain';

import { ResendOptionsSchema, type ResendOptions as ProtoOptions } from '../index.ts';
import { timestampFromMillis } from './timestamp.ts';

/** How a resend is carried out, as callers send it and as the service shows it. */
export function optionsToProto(options: ResendOptions): ProtoOptions {
  const { name, reason, notBeforeMs, maxRatePerSecond, first, deliverTo } = options;
  return create(ResendOptionsSchema, {
    name: name ?? '',
    reason: reason ?? '',
    notBefore: timestampFromMillis(notBeforeMs),
    ...(maxRatePerSecond === null ? {} : { maxRatePerSecond }),
    ...(first === null ? {} : { first }),
    deliverTo: deliverTo ?? '',
  });
}

import { create } from '@bufbuild/protobuf';

import { SampleSchema, type Sample } from '@webhooks/contracts';
import { protoSampleStates } from '@webhooks/contracts/mapping';
import type { DeliveryKind, SampleFailure, SampleFigures } from '@webhooks/domain';

/** What went first of a resend, as callers see it. */
export function sampleToProto(sample: SampleFigures): Sample {
  const { state, size, sent, delivered, tried, notTried, kindsNotTried } = sample;
  return create(SampleSchema, {
    state: protoSampleStates[state],
    ...{ size, sent, delivered, kindsNotTried },
    tried: tried.map((kind) => ({
      ...kindToProto(kind),
      ...{ sent: kind.sent, delivered: kind.delivered },
      failures: kind.failures.map(failureToProto),
    })),
    notTried: notTried.map(kindToProto),
  });
}

function kindToProto({ eventType, endpointId, lastFailure, deliveries }: DeliveryKind) {
  return {
    ...{ eventType, endpointId, lastFailure: lastFailure ?? '' },
    deliveries: BigInt(deliveries),
  };
}

function failureToProto({ errorClass, httpStatus, count }: SampleFailure) {
  return { errorClass, count, ...(httpStatus === null ? {} : { httpStatus }) };
}

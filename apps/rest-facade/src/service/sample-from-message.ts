import type { Sample, Sample_Kind } from '@webhooks/contracts';
import { protoSampleStates } from '@webhooks/contracts/mapping';
import type { DeliveryKind, SampleFigures, TriedKind } from '@webhooks/domain';

import { toNumber } from './from-message.ts';
import { nameOf } from './name-of.ts';

/** What went first of a resend, as the service sent it. */
export function toSample(sample: Sample): SampleFigures {
  const { size, sent, delivered, kindsNotTried } = sample;
  return {
    state: nameOf(protoSampleStates, sample.state),
    ...{ size, sent, delivered, kindsNotTried },
    tried: sample.tried.map(toTriedKind),
    notTried: sample.notTried.map(toKind),
  };
}

function toTriedKind(kind: Sample_Kind): TriedKind {
  const { sent, delivered, failures } = kind;
  return {
    ...toKind(kind),
    ...{ sent, delivered },
    failures: failures.map(({ errorClass, httpStatus, count }) => ({
      ...{ errorClass, httpStatus: httpStatus ?? null, count },
    })),
  };
}

function toKind({ eventType, endpointId, lastFailure, deliveries }: Sample_Kind): DeliveryKind {
  return {
    ...{ eventType, endpointId, lastFailure: lastFailure || null },
    deliveries: toNumber(deliveries),
  };
}

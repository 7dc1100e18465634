import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace';

import type { TraceSettings } from './trace-settings.ts';

/** The sampler that OpenTelemetry knows by that name. */
export function samplerOf({ sampler, samplerRatio }: TraceSettings): Sampler {
  const [name, isParentBased] = sampler.startsWith(PARENT_BASED)
    ? [sampler.slice(PARENT_BASED.length), true]
    : [sampler, false];
  const root = rootOf(name, samplerRatio);
  return isParentBased ? new ParentBasedSampler({ root }) : root;
}

const PARENT_BASED = 'parentbased_';

function rootOf(name: string, ratio: number): Sampler {
  if (name === 'always_off') return new AlwaysOffSampler();
  if (name === 'traceidratio') return new TraceIdRatioBasedSampler(ratio);
  return new AlwaysOnSampler();
}

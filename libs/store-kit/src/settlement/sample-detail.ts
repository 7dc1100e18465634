import type { SampledOutcome } from '../resends/sample-figures.ts';

/** Kinds that are named; of more only their number is said. */
const MAX_NAMED = 5;

/** For people: which kinds failed and how, and which were not tried; null when none failed. */
export function sampleDetail(sampled: readonly SampledOutcome[]): string | null {
  const failed = sampled.filter(({ state, attempts }) => attempts > 0 && state !== 'DELIVERED');
  if (failed.length === 0) return null;
  const answers = failed.map(
    (one) => `${kindOf(one)} answered ${one.httpStatus ?? one.errorClass ?? 'nothing'}`,
  );
  const untried = sampled.filter(({ state }) => state === 'PENDING');
  const rest =
    untried.length === 0 ? '' : `. Not tried: ${untried.length} (${named(untried.map(kindOf))})`;
  return `Paused: of the first ${sampled.length}, ${failed.length} failed (${named(answers)})${rest}`;
}

function kindOf({ eventType, endpointId }: SampledOutcome): string {
  return `${eventType} at ${endpointId}`;
}

function named(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  const more = distinct.length - MAX_NAMED;
  const shown = distinct.slice(0, MAX_NAMED).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

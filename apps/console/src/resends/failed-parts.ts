import { t } from '../i18n/locale.ts';
import type { Tone } from '../ui/pill.tsx';

/** What became of what did not succeed, and how many. */
export interface FailedPart {
  readonly tone: Tone;
  readonly value: number;
  readonly name: string;
}

/** What failed is the sum of three things that people tell apart; those that there are none of are left out. */
export function failedParts(counts: {
  readonly failed: number;
  readonly skipped?: number;
  readonly cancelled?: number;
}): readonly FailedPart[] {
  const { failed, skipped = 0, cancelled = 0 } = counts;
  const { progress } = t();
  const parts: FailedPart[] = [
    { tone: 'bad', value: failed - skipped - cancelled, name: progress.failed },
    { tone: 'warn', value: skipped, name: progress.skipped },
    { tone: 'warn', value: cancelled, name: progress.cancelled },
  ];
  return parts.filter(({ value }) => value > 0);
}

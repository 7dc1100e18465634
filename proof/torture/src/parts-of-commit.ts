import type { Part } from './part/part.ts';

/** Hexadecimal digits of a commit that choose: plenty for a handful of parts, and an exact number. */
const DIGITS = 8;

/**
 * What `npm test` tortures at a commit: the parts of each commit, and one of those that take turns,
 * chosen by the commit's hash, so that the same commit always meets the same. Null: the first of them.
 */
export function partsOfCommit(parts: readonly Part[], commit: string | null): readonly Part[] {
  const inTurn = parts.filter(({ inTests }) => inTests === 'in turn');
  const digits = Number.parseInt(commit?.slice(0, DIGITS) ?? '0', 16);
  const chosen = inTurn[digits % inTurn.length];
  return parts.filter((part) => part.inTests === 'each commit' || part === chosen);
}

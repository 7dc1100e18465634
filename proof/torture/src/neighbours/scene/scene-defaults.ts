import { measures } from './judge.ts';

/** One user, then five. */
export const fewThenMore: readonly number[] = [1, 5];

/** Whatever the other one does. */
export const everything = measures;

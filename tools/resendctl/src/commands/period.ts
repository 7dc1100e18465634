import type { Arguments, OptionSpecs } from '../cli/command.ts';
import { parseRangeEnd, parseUtcOffset } from '../cli/datetime.ts';

/** Options of a list that is narrowed by when its rows did something. */
export function periodOptions(did: string): OptionSpecs {
  return {
    from: { about: `${did} then or later`, value: 'TIME' },
    to: { about: `${did} then or earlier`, value: 'TIME' },
    'utc-offset': {
      about: 'zone of times that name none, such as -03:00; default UTC',
      value: 'OFFSET',
    },
  };
}

/** What --from and --to say, as the API has it; undefined where they say nothing. */
export function readPeriod(
  args: Arguments,
  nowMs: number,
): { readonly from: string | undefined; readonly to: string | undefined } {
  const offset = parseUtcOffset(args.one('utc-offset'));
  const timeOf = (name: 'from' | 'to'): string | undefined => {
    const text = args.one(name);
    return text === undefined ? undefined : parseRangeEnd(text, name, offset, nowMs);
  };
  return { from: timeOf('from'), to: timeOf('to') };
}

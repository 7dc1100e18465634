import type { ResendOptions } from '@webhooks/client';

import type { Arguments, OptionSpecs } from '../cli/command.ts';
import { parseTime, parseUtcOffset } from '../cli/datetime.ts';
import { parseId, parseRate } from '../cli/identifiers.ts';

/** How a resend is carried out, whatever it covers. */
export const resendOptions: OptionSpecs = {
  name: { about: 'what to call the resend; shown with it', value: 'TEXT' },
  reason: { about: 'why you ask for it; kept in the audit trail', value: 'TEXT' },
  'not-before': {
    about: 'send nothing before; a TIME, or so long from now: +30m, +8h, +2d',
    value: 'TIME',
  },
  'max-rate': {
    about: 'start so many deliveries a second at most, 0.1 to 1000',
    value: 'N',
  },
  first: {
    about:
      'not for a single object: send so many first, 1 to 100, the others if all of these succeed',
    value: 'N',
  },
  'deliver-to': {
    about:
      'send all of it to this test endpoint of the account, in place of those that would get it',
    value: 'ID',
  },
};

/**
 * Reads how a resend is to be carried out.
 *
 * @throws CliError for a text that is no time.
 */
export function readResendOptions(args: Arguments, nowMs: number): ResendOptions {
  const name = args.one('name');
  const reason = args.one('reason');
  const notBefore = args.one('not-before');
  const first = args.one('first');
  const deliverTo = args.one('deliver-to');
  const maxRate = args.one('max-rate');
  const offset = parseUtcOffset(args.one('utc-offset'));
  return {
    ...(name === undefined ? {} : { name }),
    ...(reason === undefined ? {} : { reason }),
    ...(notBefore === undefined ? {} : { not_before: parseTime(notBefore, offset, nowMs) }),
    ...(maxRate === undefined ? {} : { max_rate_per_second: parseRate(maxRate, '--max-rate') }),
    ...(first === undefined ? {} : { first: parseId(first, '--first') }),
    ...(deliverTo === undefined ? {} : { deliver_to: deliverTo }),
  };
}

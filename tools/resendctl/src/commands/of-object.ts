import type { ResendType } from '@webhooks/client';

import { usageError } from '../cli/cli-error.ts';
import type { Arguments, Command } from '../cli/command.ts';
import { parseId } from '../cli/identifiers.ts';

/** What narrows a list to money that came in or went out, or to one object of it. */
export const objectOptions = {
  cashin: { about: 'of money that came in; with an ID: of that QR Code', value: '[ID]' },
  cashout: { about: 'of money that went out; with an ID: of that Transaction', value: '[ID]' },
} as const satisfies Command['options'];

/** The type and the object that a list is narrowed to, each undefined where it is not. */
export function readObject(args: Arguments): {
  readonly resend_type: ResendType | undefined;
  readonly object_reference_id: number | undefined;
} {
  if (args.has('cashin') && args.has('cashout')) throw usageError('give --cashin or --cashout');
  const mode = (['cashin', 'cashout'] as const).find((name) => args.has(name));
  if (mode === undefined) return { resend_type: undefined, object_reference_id: undefined };
  const object = args.one(mode);
  return {
    resend_type: mode === 'cashin' ? 'CASHIN' : 'CASHOUT',
    object_reference_id: object === undefined ? undefined : parseId(object, `--${mode}`),
  };
}

import { expect } from 'chai';

import { inFlags } from './flag-words.ts';

describe('what the API says of a request', () => {
  for (const [said, shown] of [
    [
      'Validation error: object_reference_ids must be a list of 1 to 1000 IDs',
      'Validation error: --object must be a list of 1 to 1000 IDs',
    ],
    [
      'Validation error: source_account_number is required when start_datetime or end_datetime is given',
      'Validation error: --account-number is required when --from or --to is given',
    ],
    [
      'Validation error: name must be 1 to 64 printable characters',
      'Validation error: --name must be 1 to 64 printable characters',
    ],
    ['Validation error: the first name is odd_one', 'Validation error: the first name is odd_one'],
    ['Account not found', 'Account not found'],
  ] as const) {
    it(`names options: ${said}`, () => {
      expect(inFlags(said)).to.equal(shown);
    });
  }
});

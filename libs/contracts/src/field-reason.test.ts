import { fieldCodes } from '@webhooks/domain';
import { expect } from 'chai';

import { fieldCodeOf, fieldReasonOf } from './field-reason.ts';

describe('reasons of fields', () => {
  it('lead back to each code', () => {
    expect(fieldCodes.map((code) => fieldCodeOf(fieldReasonOf(code)))).to.deep.equal([
      ...fieldCodes,
    ]);
  });

  it('are not guessed', () => {
    expect(fieldCodeOf('required')).to.equal(null);
    expect(fieldCodeOf('')).to.equal(null);
  });
});

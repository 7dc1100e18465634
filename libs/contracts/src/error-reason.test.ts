import { expect } from 'chai';

import { codeOf, reasonOf } from './error-reason.ts';

describe('error reasons', () => {
  it('are the code in upper case', () => {
    expect(reasonOf('qr_code_not_found')).to.equal('QR_CODE_NOT_FOUND');
  });

  it('lead back to the code', () => {
    expect(codeOf('QR_CODE_NOT_FOUND')).to.equal('qr_code_not_found');
  });

  it('are not guessed', () => {
    expect(codeOf('qr_code_not_found')).to.equal(null);
    expect(codeOf('CONSTRUCTOR')).to.equal(null);
  });
});

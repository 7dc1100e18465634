import { expect } from 'chai';

import { certificateDemand } from './certificate-demand.ts';

const failed = (errorClass: 'http_status' | 'tls' | 'client_certificate_refused' | 'timeout') =>
  ({ httpStatus: null, errorClass, errorMessage: null }) as const;
const taken = { httpStatus: 204, errorClass: null, errorMessage: null };
const badRequest = { ...failed('http_status'), httpStatus: 400 };
const handshake = {
  ...failed('tls'),
  errorMessage: 'No secure connection could be made (ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE)',
};
const expired = {
  ...failed('tls'),
  errorMessage: 'No secure connection could be made (CERT_HAS_EXPIRED)',
};

describe('certificateDemand', () => {
  for (const [what, without, shown, verdict] of [
    ['an alert', failed('client_certificate_refused'), taken, 'verified'],
    ['the alert of a failed handshake', handshake, taken, 'verified'],
    ['an answer that is no success', badRequest, taken, 'verified'],
    ['a success', taken, taken, 'not_demanded'],
    ['a success, although it takes no certificate', taken, badRequest, 'not_demanded'],
    ['no answer', failed('timeout'), taken, 'undecided'],
    ['a certificate of its own that is expired', expired, taken, 'undecided'],
    ['an alert, as with the certificate', handshake, handshake, 'undecided'],
    ['an error, as with the certificate', badRequest, badRequest, 'undecided'],
  ] as const) {
    it(`is ${verdict} when a call without one gets ${what}`, () => {
      expect(certificateDemand(without, shown)).to.equal(verdict);
    });
  }
});

import { Code, ConnectError } from '@connectrpc/connect';
import { ANSWERED_BY_SERVICE, ANSWERED_BY_HEADER, ErrorInfoSchema } from '@webhooks/contracts';
import { expect } from 'chai';

import { toServiceError } from './service-error.ts';

describe('toCoreError', () => {
  const fromService = (code: Code, info?: { reason: string; domain: string }): ConnectError => {
    const details = info === undefined ? [] : [{ desc: ErrorInfoSchema, value: info }];
    return new ConnectError('x', code, { [ANSWERED_BY_HEADER]: ANSWERED_BY_SERVICE }, details);
  };
  const withInfo = (reason: string, domain: string): ConnectError =>
    fromService(Code.NotFound, { reason, domain });

  it('goes by the reason, not by the gRPC code', () => {
    const error = toServiceError(withInfo('QR_CODE_NOT_FOUND', 'webhooks.resend'));
    expect(error).to.have.property('code', 'qr_code_not_found');
  });

  it('takes reasons of others and unknown ones for unexpected errors', () => {
    for (const error of [
      withInfo('QR_CODE_NOT_FOUND', 'example.com'),
      withInfo('SOMETHING_NEW', 'webhooks.resend'),
      fromService(Code.Internal),
      fromService(Code.Unimplemented),
      new TypeError('x'),
    ]) {
      expect(toServiceError(error)).to.equal(error);
    }
  });

  it('takes a service that is away, late or overloaded for unavailable', () => {
    const { Unavailable, DeadlineExceeded, Aborted, Canceled, ResourceExhausted } = Code;
    for (const code of [Unavailable, DeadlineExceeded, Aborted, Canceled, ResourceExhausted]) {
      const error = toServiceError(fromService(code));
      expect(error).to.have.property('code', 'service_unavailable');
    }
  });

  it('takes every error that the service did not send for unavailable', () => {
    for (const code of [Code.Internal, Code.Unknown, Code.Unimplemented]) {
      const error = toServiceError(new ConnectError('x', code, { 'x-request-id': 'req-1' }));
      expect(error).to.have.property('code', 'service_unavailable');
    }
  });
});

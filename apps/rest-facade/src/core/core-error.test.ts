import { Code, ConnectError } from '@connectrpc/connect';
import { ErrorInfoSchema } from '@webhooks/contracts';
import { expect } from 'chai';

import { toCoreError } from './core-error.ts';

describe('toCoreError', () => {
  const withInfo = (reason: string, domain: string): ConnectError =>
    new ConnectError('x', Code.NotFound, undefined, [
      { desc: ErrorInfoSchema, value: { reason, domain } },
    ]);

  it('goes by the reason, not by the gRPC code', () => {
    const error = toCoreError(withInfo('QR_CODE_NOT_FOUND', 'webhooks.resend'));
    expect(error).to.have.property('code', 'qr_code_not_found');
  });

  it('takes reasons of others and unknown ones for unexpected errors', () => {
    for (const error of [
      withInfo('QR_CODE_NOT_FOUND', 'example.com'),
      withInfo('SOMETHING_NEW', 'webhooks.resend'),
      new ConnectError('x', Code.Internal),
      new ConnectError('x', Code.Unimplemented),
      new TypeError('x'),
    ]) {
      expect(toCoreError(error)).to.equal(error);
    }
  });

  it('takes a core that is away, late or overloaded for unavailable', () => {
    const { Unavailable, DeadlineExceeded, Aborted, Canceled, ResourceExhausted } = Code;
    for (const code of [Unavailable, DeadlineExceeded, Aborted, Canceled, ResourceExhausted]) {
      const error = toCoreError(new ConnectError('x', code));
      expect(error).to.have.property('code', 'service_unavailable');
    }
  });

  it('takes a connection that broke in any way for unavailable', () => {
    const broken = new ConnectError('x', Code.Internal, undefined, undefined, new Error('EPIPE'));
    expect(toCoreError(broken)).to.have.property('code', 'service_unavailable');
  });
});

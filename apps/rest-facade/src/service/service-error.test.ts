import { Code, ConnectError } from '@connectrpc/connect';
import { ANSWERED_BY_SERVICE, ANSWERED_BY_HEADER, ErrorInfoSchema } from '@webhooks/contracts';
import { expect } from 'chai';

import { toServiceError } from './service-error.ts';

describe('toCoreError', () => {
  const fromService = (
    code: Code,
    info?: { reason: string; domain: string; metadata?: Record<string, string> },
  ): ConnectError => {
    const details = info === undefined ? [] : [{ desc: ErrorInfoSchema, value: info }];
    return new ConnectError('x', code, { [ANSWERED_BY_HEADER]: ANSWERED_BY_SERVICE }, details);
  };
  const withInfo = (reason: string, domain: string): ConnectError =>
    fromService(Code.NotFound, { reason, domain });

  it('goes by the reason, not by the gRPC code', () => {
    const error = toServiceError(withInfo('QR_CODE_NOT_FOUND', 'webhooks.resend'));
    expect(error).to.have.property('code', 'qr_code_not_found');
  });

  it('names the limit that was reached, if it is one that is known', () => {
    const limited = (metadata: Record<string, string>): unknown =>
      toServiceError(
        fromService(Code.ResourceExhausted, {
          ...{ reason: 'TOO_MANY_REQUESTS', domain: 'webhooks.resend' },
          metadata,
        }),
      );
    const value = { limit: 'previews_at_once', limit_value: '64' };
    expect(limited(value)).to.deep.include({ limit: { name: 'previews_at_once', value: 64 } });
    expect(limited({ limit: 'imports_at_once' })).to.deep.include({
      limit: { name: 'imports_at_once', value: null },
    });
    for (const limit of [undefined, 'of_later_versions']) {
      const metadata = limit === undefined ? undefined : { limit, limit_value: '1' };
      expect(limited(metadata ?? {})).to.include({ code: 'too_many_requests', limit: null });
    }
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

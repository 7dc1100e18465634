import { Code, ConnectError, createContextValues } from '@connectrpc/connect';
import { expect } from 'chai';

import { DomainError } from '@webhooks/domain';
import { createLogger } from '@webhooks/telemetry';

import { callKey, noCall } from './call.ts';
import { toCallerError } from './caller-error.ts';
import { toRpcError } from './rpc-error.ts';

describe('toRpcError', () => {
  it('tells when to try again', () => {
    const error = toRpcError(
      new DomainError('service_unavailable', 'Busy', { retryAfterMs: 1_500 }),
    );
    expect(error.code).to.equal(Code.Unavailable);
    expect(error.details).to.deep.include({
      desc: (error.details[1] as { desc: unknown }).desc,
      value: { retryDelay: { $typeName: 'google.protobuf.Duration', seconds: 1n, nanos: 5e8 } },
    });
  });
});

describe('toCallerError', () => {
  const values = createContextValues().set(callKey, { ...noCall, requestId: 'req-9' });

  function capture(error: unknown): { answer: ConnectError; log: string } {
    let log = '';
    const destination = { write: (line: string) => void (log += line) };
    const logger = createLogger({ name: 'test', level: 'debug', destination });
    return { answer: toCallerError(error, values, logger), log };
  }

  it('tells nothing about the inside and logs it under the request id', () => {
    const { answer, log } = capture(new TypeError('the inside'));
    expect(answer).to.include({ code: Code.Internal, rawMessage: 'internal error' });
    expect(log).to.include('the inside').and.include('req-9');
  });

  it('tells a refusal and logs its reason', () => {
    const cause = new Error('token is expired');
    const { answer, log } = capture(new DomainError('token_not_valid', 'Unauthorized', { cause }));
    expect(answer).to.include({ code: Code.Unauthenticated, rawMessage: 'Unauthorized' });
    expect(log).to.include('token is expired');
  });

  it("leaves Connect's own errors as they are", () => {
    const error = new ConnectError('too large', Code.ResourceExhausted);
    expect(capture(error).answer).to.equal(error);
  });
});

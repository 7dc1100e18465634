import { Code, ConnectError, createContextValues } from '@connectrpc/connect';
import { expect } from 'chai';

import { NotFoundSchema, type NotFound } from '@webhooks/contracts';
import { DomainError, eventsNotFound, validationError } from '@webhooks/domain';
import { createLogger } from '@webhooks/telemetry';

import { callKey, noCall } from './call.ts';
import { toCallerError } from './caller-error.ts';
import { fitTrailers } from './not-found-detail.ts';
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

describe('what is wrong with fields', () => {
  it('has a reason each, and beside it the entry that it is about', () => {
    const { details } = toRpcError(
      validationError([
        { field: 'name', message: 'is too long' },
        {
          field: 'deliver_to',
          message: 'ep_x is disabled',
          code: 'endpoint_disabled',
          entry: 'ep_x',
        },
      ]),
    );
    const [info, badRequest] = details.map((detail) => ('value' in detail ? detail.value : null));
    expect(info).to.deep.include({ metadata: { deliver_to: 'ep_x' } });
    expect(badRequest).to.deep.equal({
      fieldViolations: [
        { field: 'name', description: 'is too long', reason: 'INVALID' },
        { field: 'deliver_to', description: 'ep_x is disabled', reason: 'ENDPOINT_DISABLED' },
      ],
    });
  });
});

describe('an error of a list', () => {
  const entries = Array.from({ length: 1_000 }, (_, index) => `evt_${'x'.repeat(40)}_${index}`);
  const found = (type: string) => {
    const headers = new Headers({ 'content-type': type });
    const [detail] = fitTrailers(toRpcError(eventsNotFound(entries)), headers).details.flatMap(
      (own) => ('desc' in own && own.desc === NotFoundSchema ? [own.value as NotFound] : []),
    );
    return detail;
  };

  it('has all entries in a body, and in trailers as many as clients of gRPC take', () => {
    for (const type of ['application/proto', 'application/json', 'application/grpc-web+proto']) {
      expect(found(type), type).to.deep.include({ entries, total: 1_000 });
    }
    for (const type of ['application/grpc', 'application/grpc+proto']) {
      const { entries: some, total } = found(type) ?? { entries: [], total: 0 };
      expect(total).to.equal(1_000);
      expect(some).to.deep.equal(entries.slice(0, some.length));
      expect(some.join('').length).to.be.within(3_000, 4_096);
    }
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

import { DomainError, FencedOffError, validationError } from '@webhooks/domain';
import { StoreOpenError } from '@webhooks/store-kit';
import { expect } from 'chai';

import { fromFailure, toFailure } from './thread-failure.ts';

/** What an error is in the thread that called. */
function carried(error: unknown): Error {
  return fromFailure(structuredClone(toFailure(error)));
}

describe('an error on its way between threads', () => {
  it('keeps the code of a domain error, its violations and when to try again', () => {
    const violations = [{ field: 'event.type', message: 'is too long' }];
    const refused = carried(validationError(violations));
    expect(refused).to.be.instanceOf(DomainError);
    expect(refused).to.deep.include({
      code: 'validation_error',
      message: 'Validation error: event.type is too long',
      violations,
      retryAfterMs: null,
    });

    const busy = new DomainError('service_unavailable', 'Busy', {
      retryAfterMs: 1_500,
      limit: { name: 'previews_at_once', value: 64 },
      cause: new Error('database is locked'),
    });
    expect(carried(busy)).to.include({ code: 'service_unavailable', retryAfterMs: 1_500 });
    expect(carried(busy)).to.deep.include({ limit: { name: 'previews_at_once', value: 64 } });
    expect((carried(busy).cause as Error).message).to.equal('database is locked');
  });

  it('keeps its class', () => {
    expect(carried(new FencedOffError('fenced off'))).to.be.instanceOf(FencedOffError);
    expect(carried(new StoreOpenError('damaged'))).to.be.instanceOf(StoreOpenError);
    expect(carried(new DomainError('resend_settled', 'Resend is settled'))).to.include({
      code: 'resend_settled',
    });
  });

  it('keeps where it was thrown, when nobody expected it', () => {
    const unexpected = new TypeError('x is not a function');
    expect(carried(unexpected)).to.include({
      message: unexpected.message,
      stack: unexpected.stack,
    });
  });

  it('is an error, whatever was thrown', () => {
    expect(carried('a text').message).to.equal('a text');
    expect(carried(undefined).message).to.equal('undefined');
  });
});

import { expect } from 'chai';

import { validateIdempotencyKey } from './idempotency-key.ts';

describe('validateIdempotencyKey', () => {
  it('answers 1 to 255 printable ASCII characters as they are', () => {
    for (const key of ['a', ' ~!"', 'k'.repeat(255)]) {
      expect(validateIdempotencyKey(key)).to.equal(key);
    }
  });

  it('refuses everything else and names the field', () => {
    for (const key of ['', 'k'.repeat(256), 'é', 'a\tb', 'a\n', '\x7f']) {
      expect(() => validateIdempotencyKey(key), JSON.stringify(key)).to.throw(
        'Validation error: Idempotency-Key must be 1 to 255 printable ASCII characters',
      );
    }
    expect(() => validateIdempotencyKey('', 'idempotency_key')).to.throw('idempotency_key must');
  });
});

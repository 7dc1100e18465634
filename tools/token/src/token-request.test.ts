import { StartupError } from '@webhooks/runtime';
import { expect } from 'chai';

import { readTokenRequest } from './token-request.ts';

describe('readTokenRequest', () => {
  it('takes a user, for an hour unless told otherwise', () => {
    expect(readTokenRequest(['--user', '246'])).to.deep.equal({
      kind: 'user',
      userId: 246,
      ttlS: 3_600,
    });
    expect(readTokenRequest(['--user=246', '--ttl=5m']).ttlS).to.equal(300);
  });

  it('takes a service with its scopes', () => {
    const args = ['--service', 'billing', '--scope', 'catalog:read', '--scope', 'catalog:write'];
    expect(readTokenRequest(args)).to.deep.equal({
      kind: 'service',
      service: 'billing',
      scope: 'catalog:read catalog:write',
      ttlS: 3_600,
    });
  });

  it('takes scopes in one option, by spaces or commas', () => {
    const args = ['--service', 'billing', '--scope', 'catalog:read audit:read,catalog:write'];
    expect(readTokenRequest(args)).to.include({ scope: 'catalog:read audit:read catalog:write' });
  });

  for (const args of [
    [],
    ['--user', 'x'],
    ['--user', '0'],
    ['--user', '9007199254740992'],
    ['--user', '1', '--service', 'x'],
    ['--user', '1', '--scope', 'x'],
    ['--service', 'x', '--scope', 'catalog:reed'],
    ['--user', '1', '--ttl', 'soon'],
    ['--usr', '1'],
    ['246'],
  ]) {
    it(`refuses ${JSON.stringify(args)} and shows the usage`, () => {
      expect(() => readTokenRequest(args)).to.throw(StartupError, /usage:/);
    });
  }
});

import { expect } from 'chai';

import { endpoint } from '../conformance/fixtures.ts';
import { endpointChanges } from './endpoint-changes.ts';

describe('endpointChanges', () => {
  it('are none between equals', () => {
    expect(endpointChanges(endpoint(), endpoint())).to.deep.equal([]);
  });

  it('show what is no secret before and after', () => {
    const after = endpoint({
      url: 'https://elsewhere.example/hook',
      typeWebhook: 'CASHOUT',
      disabledReason: 'by_owner',
      maxInFlight: 4,
      maxRatePerSecond: 2.5,
    });
    expect(endpointChanges(endpoint(), after)).to.deep.equal([
      {
        field: 'url',
        before: 'https://merchant.example',
        after: 'https://elsewhere.example',
      },
      { field: 'type_webhook', before: 'CASHIN', after: 'CASHOUT' },
      { field: 'disabled_reason', before: null, after: 'by_owner' },
      { field: 'max_in_flight', before: null, after: '4' },
      { field: 'max_rate_per_second', before: null, after: '2.5' },
    ]);
  });

  it('name tokens and secrets and never show them', () => {
    const after = endpoint({
      authorizationToken: 'confidential',
      xFunctionsKey: 'confidential',
      signingSecrets: [{ secret: 'whsec_confidential', expiresAtMs: null }],
    });
    const changes = endpointChanges(endpoint(), after);
    expect(changes.map(({ field }) => field)).to.deep.equal([
      'authorization_token',
      'x_functions_key',
      'signing_secrets',
    ]);
    for (const { before, after: shown } of changes) {
      expect([before, shown]).to.deep.equal([null, null]);
    }
  });

  it('leave out what of a URL may carry a key', () => {
    const [change] = endpointChanges(
      endpoint({ url: 'https://a.example:8443/hook?code=secret' }),
      endpoint({ url: 'https://a.example:8443/hook/secret' }),
    );
    expect(change).to.include({
      before: 'https://a.example:8443',
      after: 'https://a.example:8443',
    });
  });
});

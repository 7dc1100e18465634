import { expect } from 'chai';

import { endpoint } from '@webhooks/store-conformance/fixtures';

import { createCredentialSealer } from '../credentials/credential-sealer.ts';
import { endpointChanges } from './endpoint-changes.ts';

const sealer = createCredentialSealer(new Uint8Array(32).fill(7));
const digest = (text: string) => sealer.digest(text);

describe('endpointChanges', () => {
  it('are none between equals', () => {
    expect(endpointChanges(endpoint(), endpoint(), digest)).to.deep.equal([]);
  });

  it('show what is no secret before and after', () => {
    const after = endpoint({
      url: 'https://elsewhere.example/hook',
      typeWebhook: 'CASHOUT',
      disabledReason: 'by_owner',
      maxInFlight: 4,
      maxRatePerSecond: 2.5,
      clientIdentity: null,
      trustAnchors: null,
      egressProxy: null,
      recoversAutomatically: false,
      isTest: false,
    });
    expect(endpointChanges(endpoint(), after, digest)).to.deep.equal([
      {
        field: 'url',
        before: `https://merchant.example (path and query hmac-sha256:${digest('/hook')})`,
        after: `https://elsewhere.example (path and query hmac-sha256:${digest('/hook')})`,
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
    const changes = endpointChanges(endpoint(), after, digest);
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
      digest,
    );
    expect(change?.before).to.match(/^https:\/\/a\.example:8443 \(.*hmac-sha256:[0-9a-f]{16}\)$/);
    expect(change?.after).to.match(/^https:\/\/a\.example:8443 \(/);
    expect(change?.before).to.not.equal(change?.after);
    expect(JSON.stringify(change)).to.not.include('secret');
  });

  it('tell a path by a digest that only the key can make', () => {
    const other = createCredentialSealer(new Uint8Array(32).fill(8));
    expect(digest('/hook')).to.equal(digest('/hook')).and.not.equal(other.digest('/hook'));
  });
});

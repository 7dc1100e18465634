import { account, nowMs, request, selection } from '@webhooks/store-conformance/fixtures';
import { expect } from 'chai';

import { refusalOf, type AcceptanceFacts } from './refusal-of.ts';

const fine: AcceptanceFacts = {
  hasAccess: true,
  known: null,
  unknownEndpointId: null,
  named: { selected: [], deliverTo: null },
  retried: null,
  active: { ofUser: null, ofAccount: null },
};

/** What becomes of a request, in a word. */
function outcome(change: Parameters<typeof request>[0], facts: Partial<AcceptanceFacts>): string {
  const refusal = refusalOf(request(change), { ...fine, ...facts });
  if (refusal === null) return 'accepted';
  return refusal.kind === 'refused' ? refusal.error.code : refusal.kind;
}

describe('refusalOf', () => {
  const limits = { perUser: 2, perAccount: 3 };

  it('accepts what nothing speaks against', () => {
    expect(outcome({}, {})).to.equal('accepted');
    expect(outcome({ limits }, { active: { ofUser: 1, ofAccount: 2 } })).to.equal('accepted');
  });

  it('says no more than that something does not exist to those without access', () => {
    const facts = { hasAccess: false, unknownEndpointId: 'ep_other' };
    const ofObject = selection({ objectReferenceId: 1, account: null, range: null });
    expect(outcome({}, facts)).to.equal('account_not_found');
    expect(outcome({ selection: ofObject }, facts)).to.equal('qr_code_not_found');
    expect(outcome({ retryOfId: 7 }, facts)).to.equal('resend_not_found');
  });

  it('names an endpoint that is not one of the account before it counts', () => {
    const active = { ofUser: 2, ofAccount: 3 };
    expect(outcome({ limits }, { unknownEndpointId: 'ep_other', active })).to.equal(
      'endpoint_not_found',
    );
    expect(outcome({ limits }, { active })).to.equal('too_many_requests');
    expect(outcome({ limits }, { active: { ofUser: 0, ofAccount: 3 } })).to.equal(
      'too_many_requests',
    );
  });

  it('refuses a place of all deliveries that is no test endpoint, but what is retried went there', () => {
    const deliverTo = { id: 'ep_in', found: { isTest: false, isEnabled: true } };
    const facts = { named: { selected: [], deliverTo } };
    expect(outcome({}, facts)).to.equal('validation_error');
    expect(outcome({ retryOfId: 7 }, facts)).to.equal('resend_not_found');
  });

  it('counts nothing for a single object', () => {
    const ofObject = selection({ objectReferenceId: 1, account: null, range: null });
    const active = { ofUser: 2, ofAccount: 3 };
    expect(outcome({ limits, selection: ofObject }, { active })).to.equal('accepted');
  });

  it('retries nothing that it does not find', () => {
    expect(outcome({ retryOfId: 7, accountId: account.id, nowMs }, {})).to.equal(
      'resend_not_found',
    );
  });
});

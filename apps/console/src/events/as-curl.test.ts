import { expect } from 'chai';

import { requestAsCurl, resendAsCurl } from './as-curl.ts';

describe('a line for a shell', () => {
  it('asks for the resend of some events', () => {
    const event = {
      id: `evt_'$(id)`,
      account_mirror_id: 1,
      resend_type: 'CASHIN',
      source_account_branch_identifier: '0001',
      source_account_number: '1',
    } as const;
    expect(resendAsCurl([event], new URL('https://api.example.com/v3/webhooks/'))).to.equal(
      `curl 'https://api.example.com/v3/webhooks/resend' -H "Authorization: Bearer $TOKEN" ` +
        `-H 'Content-Type: application/json' ` +
        `-d '{"resend_type":"CASHIN","event_ids":["evt_'\\''$(id)"]}'`,
    );
  });

  it('sends what an endpoint would get, byte for byte', () => {
    const request = {
      endpoint_id: 'ep_1',
      url: `https://a.example/?q='$HOME'`,
      headers: [
        { name: 'Webhook-Id', value: 'evt_1' },
        { name: 'Content-Length', value: '9' },
      ],
    };
    expect(requestAsCurl(request, { payload: '', payload_text: `@it's\n` })).to.equal(
      `curl 'https://a.example/?q='\\''$HOME'\\''' -H 'Webhook-Id: evt_1' --data-raw '@it'\\''s\n'`,
    );
    expect(requestAsCurl(request, { payload: '/w==', payload_text: null })).to.match(
      /^printf %s '\/w==' \| base64 -d \| curl .* --data-binary @-$/,
    );
  });
});

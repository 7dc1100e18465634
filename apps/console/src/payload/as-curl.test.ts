import { expect } from 'chai';

import { requestAsCurl, resendAsCurl } from './as-curl.ts';

describe('a line for a shell', () => {
  it('asks for the resend of some events', () => {
    const apiUrl = new URL('https://api.example.com/v3/webhooks/');
    expect(resendAsCurl([`evt_'$(id)`], { type: 'CASHIN' }, apiUrl)).to.equal(
      `curl 'https://api.example.com/v3/webhooks/resend' -H "Authorization: Bearer $TOKEN" ` +
        `-H 'Content-Type: application/json' ` +
        `-d '{"resend_type":"CASHIN","event_ids":["evt_'\\''$(id)"]}'`,
    );
  });

  it('asks for it at some endpoints alone', () => {
    const apiUrl = new URL('https://api.example.com/v3/webhooks/');
    expect(resendAsCurl(['evt_1'], { type: 'CASHOUT', endpoints: ['ep_1'] }, apiUrl)).to.contain(
      `-d '{"resend_type":"CASHOUT","event_ids":["evt_1"],"endpoint_ids":["ep_1"]}'`,
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

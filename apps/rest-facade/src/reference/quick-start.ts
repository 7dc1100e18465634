import { type Html, html } from './html.ts';

/** From nothing to a delivered webhook, in ten lines of a shell. */
export function quickStart(baseUrl: string): Html {
  const lines = [
    "TOKEN='your access token'",
    `API=${baseUrl}/v3/webhooks`,
    'ask() { curl -sS -H "Authorization: Bearer $TOKEN" -H \'Content-Type: application/json\' "$@"; }',
    '# What would be sent, and to how many endpoints? Nothing is changed by it.',
    `ask $API/resend/preview -d '{"resend_type":"CASHIN","object_reference_id":12345}'`,
    '# Send it. The new resend is where "Location" points.',
    `ask -D - $API/resend -d '{"resend_type":"CASHIN","object_reference_id":12345}'`,
    '# How it goes, until every delivery is settled; then what became of each.',
    'ask -N $API/resend/7890/events',
    'ask $API/resend/7890/deliveries',
  ];
  return html`<h2 id="quick-start">Quick start</h2>
    <pre tabindex="0" role="group" aria-label="Quick start"><code>${lines.join('\n')}</code></pre>`;
}

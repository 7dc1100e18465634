import { commonRefusals } from './operation/common-refusals.ts';
import { MEANINGS, type RefusalCode, refusalOf } from './operation/refusals.ts';

/** The first page of the reference, in Markdown. */
export function introduction(): string {
  return `Send an access token with every call: \`Authorization: Bearer TOKEN\`.
Bodies are JSON in UTF-8, at most 64 KiB. A field or parameter that is not known is refused.
Dates and times are ISO 8601, in the extended or the basic format, with or without seconds: \`Z\`,
an offset, or UTC when they name no zone; \`24:00\` is the end of its day. A date alone is refused.
Answers have RFC 3339 in UTC, may get new fields, and are not to be kept (\`Cache-Control: no-store\`).

A request is checked in this order: the token (401), the request (422), access to what it names
(400 or 404). Unknown and forbidden are answered alike. A refusal changes nothing; only with the code
\`outcome_unknown\` nobody knows whether the change has happened.

Every refusal has one form, and every answer an \`X-Request-Id\`. Any call may answer
${[...commonRefusals()].map((code) => `\`${code}\``).join(', ')};
what else it refuses stands beside it.

| status | code | when |
| --- | --- | --- |
${rows().join('\n')}
`;
}

function rows(): string[] {
  const codes = Object.keys(MEANINGS) as RefusalCode[];
  return codes
    .map((code) => ({ code, status: refusalOf(code).status }))
    .sort((one, other) => one.status - other.status)
    .map(({ code, status }) => `| ${status} | \`${code}\` | ${MEANINGS[code]} |`);
}

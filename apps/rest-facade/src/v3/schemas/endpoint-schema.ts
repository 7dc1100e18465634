import type { BreakerState, EndpointDisabledReason, EndpointVerification } from '@webhooks/domain';

import type { EndpointItem } from '../endpoint-item.ts';
import type { AttemptBucketItem, EndpointStatisticsBody } from '../endpoint-statistics-body.ts';
import type { SourceIpsBody } from '../source-ips-body.ts';
import { errorClasses } from './delivery-schema.ts';
import {
  arrayOf,
  count,
  flag,
  id,
  type JsonSchema,
  objectOf,
  oneOf,
  orNull,
  ref,
  text,
  time,
} from './json-schema.ts';

const p50Ms = orNull(
  count('Half of the attempts took at most so long, whatever came of them. Within 5 %.'),
);
const p95Ms = orNull(count('The same for 95 of a hundred.'));

export const breakerStateSchema = oneOf<BreakerState>(
  { CLOSED: true, OPEN: true, HALF_OPEN: true },
  'CLOSED: attempts start as usual. OPEN: too many failed, none starts before `retry_at`. ' +
    'HALF_OPEN: the next one, or the one under way, decides.',
);

export const breakerSchema = objectOf<EndpointItem['breaker']>('Whether attempts start.', {
  state: ref('BreakerState'),
  retry_at: orNull(time('When the next attempt may start; null unless it is open.')),
});

export const verificationSchema = oneOf<EndpointVerification>(
  { pending: true, proven: true },
  'pending: a user set the URL, and it has not proven itself yet: its deliveries wait, and expire, as ' +
    'behind an open breaker. It does so by answering a test event with 2xx and the header ' +
    '`webhook-challenge` as it came.',
);

export const disabledReasonSchema = oneOf<EndpointDisabledReason>(
  { by_owner: true, gone: true },
  'by_owner: it was disabled. gone: it answered 410.',
);

export const lastDaySchema = objectOf<EndpointItem['last_24h']>(
  'What attempts of the last 24 hours came to.',
  {
    attempts: count('HTTP requests.'),
    succeeded: count('Those that were answered with 2xx.'),
    success_rate: orNull({
      type: 'number',
      minimum: 0,
      maximum: 1,
      description: 'null when there were no attempts, as the next two.',
    }),
    p50_ms: p50Ms,
    p95_ms: p95Ms,
  },
);

export const endpointMtlsSchema = objectOf<NonNullable<EndpointItem['mtls']>>(
  'Who we are to an endpoint that demands a client certificate (mutual TLS).',
  {
    identity: text('Name of the identity.'),
    certificate_fingerprint: orNull(
      text(
        'SHA-256 of the certificate that is shown now, in hexadecimal; null while there is none.',
      ),
    ),
    certificate_not_after: orNull(time('Until when that one is valid.')),
    verified_at: orNull(
      time('When a test event last showed that the endpoint demands it; null: none did.'),
    ),
  },
);

/** An endpoint. */
export const endpointItemSchema = objectOf<EndpointItem>(
  'Where an account wants its webhooks. Tokens and secrets are never shown.',
  {
    id: text('Names the endpoint.'),
    account_mirror_id: id('The account that owns it.'),
    source_account_branch_identifier: text('Branch of that account.'),
    source_account_number: text('Number of that account.'),
    source_account_name: orNull(text('What people call that account; null: nothing is known.')),
    url: text('Where webhooks go.'),
    type_webhook: text(
      'CASHIN, CASHOUT, one exact event type, or a kind of notification: resend.finished, endpoint.health.',
    ),
    enabled: flag('False: nothing is delivered to it.'),
    disabled_reason: orNull(ref('EndpointDisabledReason'), 'Null while it is enabled.'),
    disabled_since: orNull(
      time('Since when nothing is delivered to it; null while it is enabled.'),
    ),
    max_in_flight: orNull(count('Deliveries at once; null: as the platform has it.')),
    requests_per_second: orNull({
      type: 'number',
      exclusiveMinimum: 0,
      description: 'Requests started per second, at most; null: no limit.',
    }),
    recover_automatically: flag(
      'True: when it works again after an outage of ten minutes or more, what it missed meanwhile is ' +
        'resent without anybody asking for it.',
    ),
    breaker: ref('Breaker'),
    last_24h: ref('EndpointLastDay'),
    mtls: orNull(ref('EndpointMtls'), 'Null: it is shown no client certificate.'),
    verification: ref('EndpointVerification'),
    mtls_verified: flag(
      'True: a test event showed that the endpoint, at its URL, refuses a call without our client ' +
        'certificate (by a TLS alert, or any answer but 2xx) and takes one with it.',
    ),
    test: flag('True: no resend goes to it but one that names it in `deliver_to`.'),
  },
);

/** Where deliveries come from. */
export const sourceIpsSchema = objectOf<SourceIpsBody>('Where deliveries come from.', {
  source_ips: arrayOf(
    text('An address, or a block of them as in 203.0.113.0/28.'),
    'As the operator lists them; empty where the operator lists none.',
  ),
});

export const failuresByClassSchema: JsonSchema = {
  type: 'object',
  description: 'Those that failed, by class; classes that did not occur are left out.',
  properties: Object.fromEntries(
    Object.keys(errorClasses).map((errorClass) => [errorClass, count('Attempts of this class.')]),
  ),
};

export const attemptBucketSchema = objectOf<AttemptBucketItem>(
  'Attempts that were recorded within one stretch of time.',
  {
    start: time('When it begins.'),
    attempts: count('HTTP requests.'),
    succeeded: count('Those that were answered with 2xx.'),
    failed: count('The others.'),
    failures_by_class: ref('FailuresByClass'),
    p50_ms: p50Ms,
    p95_ms: p95Ms,
  },
);

/** Outcomes of the attempts to an endpoint over time. */
export const endpointStatisticsSchema = objectOf<EndpointStatisticsBody>(
  'What attempts came to over time.',
  {
    bucket_seconds: count('Length of each stretch of time.'),
    results: arrayOf(ref('AttemptBucket'), 'In order; stretches without attempts are left out.'),
  },
);

import type { Names } from './names.ts';

export const namesEn: Names = {
  statuses: {
    PENDING: 'Waiting',
    PROCESSING: 'Running',
    COMPLETED: 'Completed',
    FAILED: 'Failed',
    PAUSED: 'Paused',
    CANCELLING: 'Cancelling',
  },
  kinds: { one: 'One object', range: 'Time range', list: 'List', retry: 'Retry of what failed' },
  controls: { RUNNING: 'Go on', PAUSED: 'Pause', CANCELLING: 'Cancel' },
  types: { CASHIN: 'Cash-in', CASHOUT: 'Cash-out' },
  objects: { CASHIN: 'QR Code', CASHOUT: 'Transaction' },
  states: {
    PENDING: 'Waiting',
    DELIVERED: 'Delivered',
    FAILED: 'Failed',
    RETRYING: 'Retrying',
    CANCELLED: 'Cancelled',
    SKIPPED: 'Skipped',
  },
  reasons: {
    expired: 'It was not delivered in time.',
    cancelled: 'The resend was cancelled.',
    endpoint_gone: 'The endpoint answered 410 Gone and is disabled now.',
    endpoint_disabled: 'The endpoint is disabled.',
    endpoint_deleted: 'The endpoint no longer exists.',
  },
  outcomes: {
    delivered: 'Delivered before',
    failed: 'Failed before',
    retrying: 'Being retried by the sender',
    never_attempted: 'Never attempted',
    unknown: 'Unknown',
  },
  filters: {
    ALL: 'Everything',
    FAILED: 'Only what failed last time',
    NEVER_ATTEMPTED: 'Only what was never attempted',
    UNDELIVERED: 'Only what nobody delivered',
  },
  errorClasses: {
    dns: {
      name: 'Name not found',
      advice: 'The host of the URL has no address. Check its spelling and its DNS records.',
    },
    connect_refused: {
      name: 'Connection refused',
      advice: 'Nothing listens at this address and port. Check that the receiver is running.',
    },
    connect_timeout: {
      name: 'No connection in time',
      advice: 'The host does not answer. Check firewalls and routes.',
    },
    tls: {
      name: 'Certificate or TLS problem',
      advice: 'The certificate is expired, foreign or incomplete. Renew it with its whole chain.',
    },
    timeout: {
      name: 'No answer in time',
      advice: 'The receiver was connected but took too long. Answer first and work afterwards.',
    },
    reset: {
      name: 'Connection cut',
      advice: 'The receiver or something in front of it closed the connection. See its logs.',
    },
    protocol: {
      name: 'Not proper HTTP',
      advice: 'What was answered is not valid HTTP. Check what listens at this address.',
    },
    blocked_address: {
      name: 'Address not allowed',
      advice: 'The URL leads to an address that may not be called, such as a private one.',
    },
    http_status: {
      name: 'Refused by the receiver',
      advice: 'Only a 2xx answer counts as delivered. The response says more.',
    },
    closed_before_answer: {
      name: 'Closed as it was sent',
      advice: 'The receiver closed a kept connection. It was sent again at once on a new one.',
    },
    client_certificate_refused: {
      name: 'Our certificate was refused',
      advice: 'The receiver asks who calls and does not accept the certificate that it was shown.',
    },
  },
  errors: {
    qr_code_not_found: 'There is no such QR Code in an account that you can see.',
    transaction_not_found: 'There is no such transaction in an account that you can see.',
    account_not_found: 'There is no such account, or you have no access to it.',
    resend_not_found: 'There is no such resend, or it belongs to none of your accounts.',
    delivery_not_found: 'There is no such delivery.',
    endpoint_not_found: 'There is no such endpoint in an account that you can see.',
    identity_not_found: 'There is no client identity of that name.',
    event_not_found: 'There is no such event in an account that you can see.',
    events_not_found: 'Some of the events are in no account that you can see.',
    list_too_long: 'The list is longer than one resend takes.',
    validation_error: 'Something in the request is wrong. Please check the marked fields.',
    token_not_valid: 'Your token is no longer accepted. Please sign in with a fresh one.',
    permission_denied: 'Your token does not allow this.',
    resend_settled: 'This resend is finished; it can no longer be changed.',
    resend_not_settled: 'This resend is still running. Retry what failed once it is finished.',
    resend_cancelling: 'This resend is being cancelled already.',
    deliveries_pruned: 'The deliveries of this resend are no longer kept.',
    too_many_requests: 'That was too much at once. Please wait a moment and try again.',
    service_unavailable: 'The service cannot take this just now. Nothing was changed by it.',
    outcome_unknown: 'We got no answer in time. It may still happen: check before you try again.',
    network: 'The service cannot be reached. Please check your connection.',
    unexpected_answer: 'The answer could not be understood.',
    internal_error: 'Something went wrong on our side.',
    body_too_large: 'The request is too large.',
    not_found: 'The service does not know this address.',
  },
  breakers: {
    CLOSED: { name: 'Flowing', advice: 'Deliveries are sent as they come.' },
    OPEN: {
      name: 'Held back',
      advice: 'After too many failures nothing is sent until a probe gets through.',
    },
    HALF_OPEN: {
      name: 'Probing',
      advice: 'One delivery is tried; if it arrives, the rest follows.',
    },
  },
  disabledReasons: {
    by_owner: 'Disabled by its owner',
    gone: 'It answered 410 Gone',
  },
};

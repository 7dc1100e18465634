/** The texts of test events. */
export const testEventEn = {
  title: 'Test',
  lead: 'One signed event of the type webhook.test. It belongs to no resend and changes nothing that is known of events.',
  send: 'Send a test event',
  sending: 'Waiting for the answer…',
  answered: (status: string, took: string) => `Answered ${status} in ${took}.`,
  unanswered: 'The endpoint did not answer.',
  notSent: (reason: string) => `Nothing was sent: ${reason}`,
  slow: 'There is no answer yet. Is a dispatcher running?',
  proof: 'URL',
  proofPending:
    'Not proven yet, so deliveries wait: it has to answer a test event with webhook-challenge as it came.',
  noChallenge: 'It did not send webhook-challenge back.',
  certificateVerified: 'verified: calls without it are refused',
  certificateUnverified: 'not verified: send a test event',
  mtls: {
    verified: 'It demands our client certificate: it refused a call without one.',
    not_demanded: 'It demands no client certificate: it took a call without one.',
    undecided: 'Whether it demands our client certificate could not be told.',
  },
  reasons: {
    endpoint_disabled: 'the endpoint is disabled.',
    endpoint_gone: 'the endpoint answered 410 and is disabled.',
    endpoint_deleted: 'the endpoint was removed.',
    expired: 'no dispatcher took it up within a minute.',
    not_sent: 'the way out, such as an egress proxy, is closed.',
  },
};

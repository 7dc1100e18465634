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
  reasons: {
    endpoint_disabled: 'the endpoint is disabled.',
    endpoint_gone: 'the endpoint answered 410 and is disabled.',
    endpoint_deleted: 'the endpoint was removed.',
    expired: 'no dispatcher took it up within a minute.',
    not_sent: 'the way out, such as an egress proxy, is closed.',
  },
};

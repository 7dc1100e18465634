/** What the exit code says; the help shows this table. */
export const exitCodes = {
  ok: { code: 0, meaning: 'done; a watched resend is COMPLETED' },
  failed: { code: 1, meaning: 'failed, or a watched resend is FAILED' },
  usage: { code: 2, meaning: 'the command line or the request is wrong' },
  unauthorised: { code: 3, meaning: 'no token, or one that may not do this' },
  notFound: { code: 4, meaning: 'no such resend, delivery, endpoint, object or account' },
  unavailable: { code: 5, meaning: 'the API is away, or asks to come back later' },
  conflict: { code: 6, meaning: 'the resend is in a state that does not allow this' },
  unknown: {
    code: 7,
    meaning: 'no answer in time: it may still happen; look before you ask again',
  },
  interrupted: { code: 130, meaning: 'ended by Ctrl-C; a resend goes on' },
  left: { code: 141, meaning: 'whoever read a watched resend has left; it goes on' },
} as const;

/** A way to end. */
export type ExitReason = keyof typeof exitCodes;

/** The texts of signing in. */
export const signInEn = {
  title: 'Sign in',
  lead: 'See which webhooks were lost, send them again, and watch them arrive.',
  atProvider: 'Sign in',
  withToken: 'Use an access token instead',
  token: 'Access token',
  hint: 'It stays in the memory of this page only and is gone when you close or reload it.',
  submit: 'Sign in',
  submitToken: 'Sign in with the token',
  checking: 'Checking…',
  problems: {
    empty: 'Please paste your access token.',
    malformed: 'This is not an access token. It has three parts, separated by dots.',
    expired: 'This token has expired. Please get a fresh one.',
  },
  expired: 'Your token has expired. Sign in with a fresh one to go on where you were.',
  refused: 'Your token is no longer accepted. Sign in with a fresh one to go on where you were.',
  over: 'Your session has ended. Sign in again to go on where you were.',
  overByLink: 'Your session has ended. Please ask for a new link.',
  guest: 'Opened by a link',
  link: {
    title: 'This link does not work',
    ended:
      'It has expired, or it was used already: a link opens the console once. Please ask for a new one.',
    unanswered: 'The service did not answer. Reload this page to try again.',
  },
  failed: {
    denied: 'You were not signed in: the sign-in was cancelled or refused.',
    unreachable: 'The sign-in service does not answer. Please try again in a moment.',
    stale: 'That sign-in took too long, or was begun in another tab. Please sign in again.',
    'not-accepted':
      'You signed in, but your account has no access here. Please ask who set this up.',
    failed: 'Signing in did not work. Please try again; if it stays so, ask who set this up.',
  },
};

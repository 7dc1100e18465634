/** Every driver meets each of these as the generated type of an error. */
export const DRIVEN_ERRORS = [
  'qr_code_not_found',
  'resend_not_found',
  'resend_settled',
  'validation_error',
  'token_not_valid',
];

/** What every driver makes of some calls, beside using each of them once. */
export const DRIVEN_WAYS = [
  // Requests that name objects, with a name, a reason and a rate; a preview of what is chosen exactly.
  'resendOfList',
  'previewOfChoice',
  // An endpoint is disabled and enabled, and what it missed is resent.
  'recovered',
  // Whole lists, whose types generators leave to their callers.
  'eventsAsLines',
  'deliveriesAsTable',
];

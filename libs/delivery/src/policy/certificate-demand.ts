import type { AttemptOutcome, MtlsVerdict } from '@webhooks/domain';

type Answer = Pick<AttemptOutcome, 'httpStatus' | 'errorClass' | 'errorMessage'>;

/** What a call without a certificate and one with it say of whether the endpoint demands one. */
export function certificateDemand(without: Answer, shown: Answer): MtlsVerdict {
  if (without.errorClass === null) return 'not_demanded';
  return refuses(without) && shown.errorClass === null ? 'verified' : 'undecided';
}

/** An answer that is no success, or an alert: who only could not be reached refuses nothing. */
function refuses({ httpStatus, errorClass, errorMessage }: Answer): boolean {
  if (httpStatus !== null || errorClass === 'client_certificate_refused') return true;
  // Over TLS 1.2 the alert that misses a certificate is that of any handshake that fails.
  return errorClass === 'tls' && /_ALERT_/.test(errorMessage ?? '');
}

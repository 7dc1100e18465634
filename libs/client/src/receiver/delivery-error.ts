/** Why a delivery is not believed. */
export type DeliveryErrorCode =
  /** A header is missing, repeated, or not in its form. */
  | 'bad_headers'
  /** It was signed too long ago: it may be a recording that is played again. */
  | 'too_old'
  /** It claims to be signed in the future: one of the clocks is wrong. */
  | 'too_early'
  /** None of its signatures was made with one of the secrets over exactly these bytes. */
  | 'bad_signature';

/** A delivery that must not be acted upon: answer it with 401 and nothing else. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly code: DeliveryErrorCode;

  constructor(code: DeliveryErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

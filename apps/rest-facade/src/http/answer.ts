import type { FieldViolation } from '@webhooks/domain';

/** What every error body of the contract says. */
export interface ErrorText {
  readonly detail: string;
  readonly code: string;
  /** Given for validation errors alone. */
  readonly errors?: readonly FieldViolation[] | undefined;
}

/** The bytes of an error body. */
export function errorBody({ detail, code, errors }: ErrorText): string {
  return JSON.stringify({ worked: false, detail, code, errors });
}

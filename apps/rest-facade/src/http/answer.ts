import type { FieldViolation } from '@webhooks/domain';

/** What every error body of the contract says. */
export interface ErrorText {
  readonly detail: string;
  readonly code: string;
  /** Given for validation errors alone. */
  readonly errors?: readonly FieldViolation[] | undefined;
  /** Given where a list has entries that are not found: all of them. */
  readonly notFound?: readonly NotFoundEntry[] | undefined;
}

/** An entry of a list as it was asked for. */
export type NotFoundEntry = string | number | Readonly<Record<string, string>>;

/** The bytes of an error body. */
export function errorBody({ detail, code, errors, notFound }: ErrorText): string {
  return JSON.stringify({ worked: false, detail, code, errors, not_found: notFound });
}

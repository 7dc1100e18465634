import type { FieldCode, FieldViolation, ReachedLimit } from '@webhooks/domain';

/** What every error body of the contract says. */
export interface ErrorText {
  readonly detail: string;
  readonly code: string;
  /** Given for validation errors alone. */
  readonly errors?: readonly FieldError[] | undefined;
  /** Given where a list has entries that are not found: all of them. */
  readonly notFound?: readonly NotFoundEntry[] | undefined;
  /** Given where a limit was reached. */
  readonly limit?: ReachedLimit | undefined;
}

/** One thing that is wrong with a request. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
  readonly code: FieldCode;
  /** The entry that it is about; absent where it is about the field. */
  readonly entry?: string;
}

/** What is wrong with a field, as every error body says it. */
export function fieldError({ field, message, code, entry }: FieldViolation): FieldError {
  return { field, message, code: code ?? 'invalid', ...(entry === undefined ? {} : { entry }) };
}

/** An entry of a list as it was asked for. */
export type NotFoundEntry = string | number | Readonly<Record<string, string>>;

/** The bytes of an error body. */
export function errorBody({ detail, code, errors, notFound, limit }: ErrorText): string {
  return JSON.stringify({ worked: false, detail, code, errors, not_found: notFound, limit });
}

import { DomainError, validationError } from '@webhooks/domain';

/** The one answer to every wrong token; `reason` is for logs and holds no part of the token. */
export function unauthorized(reason: string, cause?: unknown): DomainError {
  return new DomainError('token_not_valid', 'Unauthorized', {
    cause: new Error(reason, { cause }),
  });
}

/** The token is valid and does not carry the right; `reason` says which, to the caller and to logs. */
export function permissionDenied(reason: string): DomainError {
  return new DomainError('permission_denied', `Permission denied: ${reason}`, {
    cause: new Error(reason),
  });
}

/** A service may act for users, and does not say properly for which one. */
export function wrongActingUser(problem: string): DomainError {
  return validationError([{ field: 'acting-user-id', message: problem }]);
}

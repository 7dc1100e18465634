import { DomainError } from '@webhooks/domain';

/** The one answer to every wrong token; `reason` is for logs and holds no part of the token. */
export function unauthorized(reason: string, cause?: unknown): DomainError {
  return new DomainError('token_not_valid', 'Unauthorized', {
    cause: new Error(reason, { cause }),
  });
}

/** The token is valid and does not carry the right; `reason` is for logs. */
export function permissionDenied(reason: string): DomainError {
  return new DomainError('permission_denied', 'Permission denied', { cause: new Error(reason) });
}

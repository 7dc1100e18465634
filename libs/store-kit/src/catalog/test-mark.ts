import { notificationTypes } from '@webhooks/domain';
import type { Endpoint, FieldViolation } from '@webhooks/domain';

/**
 * Why an endpoint cannot have or lose the mark of a test endpoint; null when it can. What a test
 * endpoint got must never come to count as something that its account has.
 */
export function testMarkViolation(
  before: Pick<Endpoint, 'isTest'> | null,
  { isTest, typeWebhook }: Pick<Endpoint, 'isTest' | 'typeWebhook'>,
): FieldViolation | null {
  if (before?.isTest === true && !isTest) {
    return { field: 'test', message: 'cannot become false: register another endpoint' };
  }
  return isTest && notificationTypes.includes(typeWebhook)
    ? { field: 'test', message: `is not for an endpoint of ${typeWebhook}` }
    : null;
}

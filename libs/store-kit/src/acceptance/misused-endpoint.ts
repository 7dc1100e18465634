import { validationError, type DomainError, type FieldCode } from '@webhooks/domain';

/** An endpoint that a request names. */
export interface NamedEndpoint {
  readonly id: string;
  /** Null: the account has no such endpoint, whoever else may. */
  readonly found: { readonly isTest: boolean; readonly isEnabled: boolean } | null;
}

export interface NamedEndpoints {
  /** As places that a selection is for. */
  readonly selected: readonly NamedEndpoint[];
  /** As the place of all deliveries; null: none is. */
  readonly deliverTo: NamedEndpoint | null;
}

/** Why endpoints cannot be meant as they are named; null when they can. */
export function misusedEndpoint({ selected, deliverTo }: NamedEndpoints): DomainError | null {
  const test = selected.find(({ found }) => found?.isTest === true);
  if (test !== undefined) {
    const message = `${test.id} is a test endpoint: only deliver_to can name it`;
    return validationError([
      { field: 'endpoint_ids', code: 'endpoint_is_test', entry: test.id, message },
    ]);
  }
  const wrong = deliverTo === null ? null : wrongPlace(deliverTo.found);
  if (deliverTo === null || wrong === null) return null;
  const { code, text } = wrong;
  const message = `${deliverTo.id} ${text}`;
  return validationError([{ field: 'deliver_to', code, entry: deliverTo.id, message }]);
}

function wrongPlace(
  found: NamedEndpoint['found'],
): { readonly code: FieldCode; readonly text: string } | null {
  if (found === null)
    return { code: 'unknown_endpoint', text: 'is not an endpoint of the account' };
  if (!found.isTest) return { code: 'endpoint_not_test', text: 'is not marked as a test endpoint' };
  return found.isEnabled ? null : { code: 'endpoint_disabled', text: 'is disabled' };
}

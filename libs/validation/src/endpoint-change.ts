import type { FieldViolation, OwnEndpointChange } from '@webhooks/domain';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

import { type EndpointChangeField, endpointChangeSchema } from './endpoint-change-schema.ts';
import { MAX_URL_LENGTH } from './limits.ts';
import { refusal, shownField, wholeRefusal } from './refusal.ts';

/** A body that matches the schema; null is the same as absent. */
interface EndpointChangeBody {
  readonly enabled?: boolean | null;
  readonly url?: string | null;
}

const MESSAGES = {
  enabled: 'must be true or false',
  url: `must be a URL of at most ${MAX_URL_LENGTH} characters`,
} as const satisfies Record<EndpointChangeField, string>;

let compiled: ValidateFunction<EndpointChangeBody> | undefined;

/**
 * Turns the body of PATCH /v3/webhooks/endpoints/{id} into a change. Throws a validation error that
 * names every field that is wrong; whether the URL may be called is judged by the core.
 */
export function validateEndpointChange(
  value: Readonly<Record<string, unknown>>,
): OwnEndpointChange {
  compiled ??= new Ajv({ strict: true, allErrors: true, ownProperties: true }).compile(
    endpointChangeSchema,
  );
  if (!compiled(value)) throw refusal((compiled.errors ?? []).map(toViolation));
  const { enabled = null, url = null }: EndpointChangeBody = value;
  if (enabled === null && url === null) throw wholeRefusal('enabled or url is required');
  return {
    ...(enabled === null ? {} : { disabled: !enabled }),
    ...(url === null ? {} : { url }),
  };
}

function toViolation(error: ErrorObject): FieldViolation {
  if (error.keyword === 'additionalProperties') {
    const name = String(error.params['additionalProperty']);
    return { field: shownField(name), message: 'is not a known field' };
  }
  const field = error.instancePath.slice(1) as EndpointChangeField;
  return { field, message: MESSAGES[field] };
}

import type { FieldViolation, OwnEndpointChange } from '@webhooks/domain';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

import { CREDENTIAL_MESSAGE } from './credential.ts';
import { type EndpointChangeField, endpointChangeSchema } from './endpoint-change-schema.ts';
import { MAX_HEADER_LENGTH, MAX_URL_LENGTH } from './limits.ts';
import { refusal, wholeRefusal } from './refusal.ts';
import { isPrintableAscii } from './text-patterns.ts';
import { unknownField } from './unknown-field.ts';

/** A body that matches the schema; null is the same as absent. */
interface EndpointChangeBody {
  readonly enabled?: boolean | null;
  readonly recover_automatically?: boolean | null;
  readonly url?: string | null;
  readonly authorization_token?: string | null;
  readonly x_functions_key?: string | null;
}

const NOTHING = 'enabled, url or recover_automatically is required';

const MESSAGES = {
  enabled: 'must be true or false',
  recover_automatically: 'must be true or false',
  url: `must be a URL of at most ${MAX_URL_LENGTH} characters`,
  authorization_token: CREDENTIAL_MESSAGE,
  x_functions_key: CREDENTIAL_MESSAGE,
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
  const body: EndpointChangeBody = value;
  const { enabled = null, url = null, recover_automatically: recovers = null } = body;
  const authorizationToken = credentialOf(body, 'authorization_token');
  const xFunctionsKey = credentialOf(body, 'x_functions_key');
  if (enabled === null && url === null && recovers === null) throw wholeRefusal(NOTHING);
  return {
    ...(enabled === null ? {} : { disabled: !enabled }),
    ...(recovers === null ? {} : { recoversAutomatically: recovers }),
    ...(url === null ? {} : { url }),
    ...(authorizationToken === null ? {} : { authorizationToken }),
    ...(xFunctionsKey === null ? {} : { xFunctionsKey }),
  };
}

/** What is wrong with a token or key of a change, null when nothing is; absent is fine. */
export function credentialProblem(value: string | undefined, hasUrl: boolean): string | null {
  if (value === undefined) return null;
  if (value === '' || !isPrintableAscii(value, MAX_HEADER_LENGTH)) return CREDENTIAL_MESSAGE;
  return hasUrl ? null : 'goes together with url: it is for one URL alone';
}

function credentialOf(
  body: EndpointChangeBody,
  field: 'authorization_token' | 'x_functions_key',
): string | null {
  const value = body[field] ?? null;
  const hasUrl = (body.url ?? null) !== null;
  const message = value === null ? null : credentialProblem(value, hasUrl);
  if (message !== null) throw refusal([{ field, message }]);
  return value;
}

function toViolation(error: ErrorObject): FieldViolation {
  if (error.keyword === 'additionalProperties') {
    return unknownField(String(error.params['additionalProperty']));
  }
  const field = error.instancePath.slice(1) as EndpointChangeField;
  return { field, message: MESSAGES[field] };
}

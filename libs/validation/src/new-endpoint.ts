import { type FieldViolation, type NewOwnEndpoint, notificationTypes } from '@webhooks/domain';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

import { credential, CREDENTIAL_MESSAGE } from './credential.ts';
import { FIELD_MESSAGES } from './field-messages.ts';
import { MAX_ACCOUNT_PART_LENGTH, MAX_URL_LENGTH } from './limits.ts';
import { refusal } from './refusal.ts';
import { EVENT_TYPE_PATTERN, PRINTABLE_PATTERN } from './text-patterns.ts';
import { unknownField } from './unknown-field.ts';

const accountPart = {
  type: 'string',
  minLength: 1,
  maxLength: MAX_ACCOUNT_PART_LENGTH,
  pattern: PRINTABLE_PATTERN,
} as const;

/** The pattern of one word alone. */
function exactly(word: string): string {
  return `^${word.replaceAll('.', '\\.')}$`;
}

/** Body of POST /v3/webhooks/endpoints. null is the same as absent. */
export const newEndpointSchema = {
  type: 'object',
  required: ['source_account_branch_identifier', 'source_account_number', 'url', 'type_webhook'],
  additionalProperties: false,
  properties: {
    source_account_branch_identifier: {
      ...accountPart,
      description: 'Branch of the account; leading zeros are significant.',
    },
    source_account_number: {
      ...accountPart,
      description: 'Number of the account; leading zeros are significant.',
    },
    url: {
      type: 'string',
      minLength: 1,
      maxLength: MAX_URL_LENGTH,
      description: 'Where webhooks go.',
    },
    type_webhook: {
      type: 'string',
      pattern: [EVENT_TYPE_PATTERN, ...notificationTypes.map(exactly)].join('|'),
      description:
        '`CASHIN` (every cash-in event), `CASHOUT`, one exact event type, or a kind of notification: ' +
        '`resend.finished`, when a resend of the account is settled; `endpoint.health`, of what becomes ' +
        'of its other endpoints.',
    },
    authorization_token: {
      ...credential,
      description: 'Sent as `Authorization`. Never shown.',
    },
    x_functions_key: {
      ...credential,
      description: 'Sent as `X-Functions-Key`. Never shown.',
    },
  },
} as const;

/** A field of the body. */
export type NewEndpointField = keyof typeof newEndpointSchema.properties;

const MESSAGES = {
  source_account_branch_identifier: FIELD_MESSAGES.source_account_branch_identifier,
  source_account_number: FIELD_MESSAGES.source_account_number,
  url: `must be a URL of at most ${MAX_URL_LENGTH} characters`,
  type_webhook: `must be CASHIN, CASHOUT, one event type, or ${notificationTypes.join(' or ')}`,
  authorization_token: CREDENTIAL_MESSAGE,
  x_functions_key: CREDENTIAL_MESSAGE,
} as const satisfies Record<NewEndpointField, string>;

const ABSENT = { code: 'required', message: 'is required' } as const;

interface NewEndpointBody {
  readonly source_account_branch_identifier: string;
  readonly source_account_number: string;
  readonly url: string;
  readonly type_webhook: string;
  readonly authorization_token?: string | null;
  readonly x_functions_key?: string | null;
}

let compiled: ValidateFunction<NewEndpointBody> | undefined;

/**
 * Reads the body of POST /v3/webhooks/endpoints. Throws a validation error that names every field that
 * is wrong; whether the URL may be called is judged by the core.
 */
export function validateNewEndpoint(value: Readonly<Record<string, unknown>>): NewOwnEndpoint {
  compiled ??= new Ajv({
    strict: true,
    allErrors: true,
    ownProperties: true,
    allowUnionTypes: true,
  }).compile<NewEndpointBody>(newEndpointSchema);
  if (!compiled(value)) throw refusal(onePerField(compiled.errors ?? [], value));
  return {
    account: {
      branchIdentifier: value.source_account_branch_identifier,
      number: value.source_account_number,
    },
    url: value.url,
    typeWebhook: value.type_webhook,
    authorizationToken: value.authorization_token ?? null,
    xFunctionsKey: value.x_functions_key ?? null,
  };
}

/** What is wrong with the fields of a request for an endpoint, but for its URL. */
export function newEndpointViolations({
  account,
  typeWebhook,
  authorizationToken,
  xFunctionsKey,
}: NewOwnEndpoint): FieldViolation[] {
  const fields = {
    source_account_branch_identifier: account.branchIdentifier,
    source_account_number: account.number,
    type_webhook: typeWebhook,
    authorization_token: authorizationToken,
    x_functions_key: xFunctionsKey,
  } satisfies Record<Exclude<NewEndpointField, 'url'>, string | null>;
  compiledForCore ??= new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile({
    ...newEndpointSchema,
    required: [],
  });
  return compiledForCore(fields) ? [] : onePerField(compiledForCore.errors ?? [], fields);
}

let compiledForCore: ValidateFunction | undefined;

function onePerField(
  errors: readonly ErrorObject[],
  value: Readonly<Record<string, unknown>>,
): FieldViolation[] {
  const found = errors.map((error) => toViolation(error, value));
  return [...new Map(found.map((violation) => [violation.field, violation])).values()];
}

function toViolation(
  { keyword, params, instancePath }: ErrorObject,
  value: Readonly<Record<string, unknown>>,
): FieldViolation {
  if (keyword === 'additionalProperties') {
    return unknownField(String(params['additionalProperty']));
  }
  if (keyword === 'required') {
    return { field: String(params['missingProperty']), ...ABSENT };
  }
  const field = instancePath.slice(1) as NewEndpointField;
  const isAbsent = (value[field] ?? null) === null;
  return { field, ...(isAbsent ? ABSENT : { message: MESSAGES[field] }) };
}

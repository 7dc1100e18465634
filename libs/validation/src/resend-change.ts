import type { FieldViolation } from '@webhooks/domain';
import { Ajv, type ValidateFunction } from 'ajv';

import { FIELD_MESSAGES } from './field-messages.ts';
import type { JsonAllowances } from './json-rules.ts';
import { refusal } from './refusal.ts';
import { resendRate } from './resend-body-schema.ts';
import { LIST_FIELDS } from './resend-body.ts';
import { unknownField } from './unknown-field.ts';

/** Body of PATCH /v3/webhooks/resend/{id}. */
export const resendChangeSchema = {
  type: 'object',
  required: ['max_rate_per_second'],
  additionalProperties: false,
  properties: {
    max_rate_per_second: {
      ...resendRate,
      description: 'Deliveries started in a second at most; null: as many as its endpoints take.',
    },
  },
} as const;

/** What JSON may hold in the fields of a resend. */
export const RESEND_BODY_RULES = {
  longArrays: LIST_FIELDS,
  decimals: ['max_rate_per_second'],
} as const satisfies JsonAllowances;

/** What is changed of a resend. */
export interface ResendChange {
  readonly maxRatePerSecond: number | null;
}

interface ResendChangeBody {
  readonly max_rate_per_second: number | null;
}

let compiled: ValidateFunction<ResendChangeBody> | undefined;

/** Reads the body; throws a validation error that names every field that is wrong. */
export function validateResendChange(value: Readonly<Record<string, unknown>>): ResendChange {
  compiled ??= new Ajv({
    strict: true,
    allErrors: true,
    ownProperties: true,
    allowUnionTypes: true,
  }).compile<ResendChangeBody>(resendChangeSchema);
  if (compiled(value)) return { maxRatePerSecond: value.max_rate_per_second };
  const message = FIELD_MESSAGES.max_rate_per_second;
  const violations = (compiled.errors ?? []).map(({ keyword, params }): FieldViolation => {
    if (keyword === 'additionalProperties') {
      return unknownField(String(params['additionalProperty']));
    }
    const field = 'max_rate_per_second';
    return keyword === 'required'
      ? { field, code: 'required', message: `is required and ${message}, or null` }
      : { field, message: `${message}, or null` };
  });
  throw refusal(violations);
}

import {
  endpointChangeSchema,
  MAX_KEY_LENGTH,
  type EndpointChangeField,
  type NewEndpointField,
  newEndpointSchema,
  resendBodySchema,
  type ResendBodyField,
  resendChangeSchema,
} from '@webhooks/validation';
import type { DeliveryStateFilter, EventKeyName } from '@webhooks/domain';

import { arrayOf, id, integer, type JsonSchema, oneOf, orNull, ref } from './json-schema.ts';

/*
 * Bodies as the reference shows them to programs. They say less than the schemas that are checked:
 * their patterns are such that every language reads them. Rules between fields stand in if, then and
 * else, which say exactly what holds and which generators of clients leave alone; of anyOf they
 * would make types without fields.
 */
const { properties } = resendBodySchema;

/** Control characters are never taken; the others that are refused have no portable pattern. */
const PORTABLE_PRINTABLE = '^[^\\x00-\\x1f\\x7f]+$';

const URL_PATTERN = '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/?#\\\\][^\\s\\\\]*$';

/** The years that are taken; the form is that of RFC 3339, although more are. */
const YEARS = '^(19[7-9][0-9]|2[01][0-9][0-9])';

const string = { type: 'string' };
const boolean = { type: 'boolean' };
const array = { type: 'array' };

const BRANCH = 'source_account_branch_identifier';
const NUMBER = 'source_account_number';
const BULK_FIELDS = [
  BRANCH,
  NUMBER,
  'start_datetime',
  'end_datetime',
] as const satisfies readonly ResendBodyField[];

const printable = (field: (typeof BULK_FIELDS)[0 | 1] | 'name' | 'reason'): JsonSchema => {
  const { minLength, maxLength, description } = properties[field];
  const type = ['string', 'null'];
  return { type, minLength, maxLength, pattern: PORTABLE_PRINTABLE, description };
};

const datetime = (field: (typeof BULK_FIELDS)[2 | 3] | 'not_before'): JsonSchema => ({
  type: ['string', 'null'],
  format: 'date-time',
  pattern: YEARS,
  maxLength: properties[field].maxLength,
  description: properties[field].description,
});

const list = (field: 'event_types' | 'endpoint_ids'): JsonSchema => {
  const { minItems, maxItems, items, description } = properties[field];
  return orNull({ ...arrayOf(items, description), minItems, maxItems });
};

const named = (field: 'object_reference_ids' | 'event_ids'): JsonSchema => {
  const { minItems, items, description } = properties[field];
  const entry = items.type === 'integer' ? { ...integer, ...items } : items;
  return orNull({ ...arrayOf(entry, description), minItems });
};

/** Which deliveries a resend is restricted to. */
export const deliveryStateFilterSchema = oneOf<DeliveryStateFilter>(
  { ALL: true, FAILED: true, NEVER_ATTEMPTED: true, UNDELIVERED: true },
  'ALL is the default. FAILED and NEVER_ATTEMPTED go by the latest known outcome of each event at ' +
    'each endpoint. UNDELIVERED: no 2xx is known from anybody, and nobody has it in hand.',
);

/** Ways to name what is meant; a request has one of them at most. */
const naming = [
  given(integer, 'object_reference_id'),
  given(array, 'object_reference_ids'),
  given(array, 'event_ids'),
  given(array, 'keys'),
];

const key: JsonSchema = {
  type: 'string',
  minLength: 1,
  maxLength: MAX_KEY_LENGTH,
  pattern: PORTABLE_PRINTABLE,
};

/** An entry of keys. */
export const eventKeySchema: JsonSchema = {
  type: 'object',
  description: 'What events are known by: one of these.',
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
  properties: { end_to_end_id: key, tx_id: key, correlation_id: key, tag: key } satisfies Record<
    EventKeyName,
    JsonSchema
  >,
};

/** Body of POST /v3/webhooks/resend. */
export const resendRequestSchema: JsonSchema = {
  type: 'object',
  description:
    'Give one of `object_reference_id`, `object_reference_ids`, `event_ids` and, with branch and ' +
    'number, `keys`, or all four of branch, number, start and end. `null` is taken for an absent field.',
  required: resendBodySchema.required,
  additionalProperties: false,
  properties: {
    resend_type: ref('ResendType'),
    object_reference_id: orNull(id(properties.object_reference_id.description)),
    object_reference_ids: named('object_reference_ids'),
    event_ids: named('event_ids'),
    keys: orNull({
      ...arrayOf(ref('EventKey'), properties.keys.description),
      minItems: properties.keys.minItems,
    }),
    [BRANCH]: printable(BRANCH),
    [NUMBER]: printable(NUMBER),
    start_datetime: datetime('start_datetime'),
    end_datetime: datetime('end_datetime'),
    delivery_state: orNull(ref('DeliveryStateFilter'), properties.delivery_state.description),
    include_in_hand: {
      type: ['boolean', 'null'],
      description: properties.include_in_hand.description,
    },
    latest_only: {
      type: ['boolean', 'null'],
      description: properties.latest_only.description,
    },
    event_types: list('event_types'),
    endpoint_ids: list('endpoint_ids'),
    name: printable('name'),
    reason: printable('reason'),
    not_before: datetime('not_before'),
    max_rate_per_second: { ...properties.max_rate_per_second },
    first: { ...properties.first, format: 'int64' },
    deliver_to: { ...properties.deliver_to },
  } satisfies Record<ResendBodyField, JsonSchema>,
  if: { anyOf: pairsOf(naming) },
  // Nothing has no fields: two of them are never allowed.
  then: { maxProperties: 0 },
  else: {
    if: { anyOf: [given(string, 'start_datetime'), given(string, 'end_datetime')] },
    then: given(string, ...BULK_FIELDS),
    else: {
      anyOf: naming,
      if: { anyOf: [given(string, BRANCH), given(string, NUMBER), given(array, 'keys')] },
      then: given(string, BRANCH, NUMBER),
    },
  },
};

/** Body of PATCH /v3/webhooks/resend/{id}. */
export const resendChangeRequestSchema: JsonSchema = {
  ...resendChangeSchema,
  description: 'How the resend is carried out from now on.',
};

/** Body of PATCH /v3/webhooks/endpoints/{id}. */
export const endpointChangeRequestSchema: JsonSchema = {
  type: 'object',
  description:
    '`enabled`, `url` or `recover_automatically` at least; token and key only with `url`. `null` is taken for an absent field.',
  additionalProperties: false,
  properties: {
    enabled: {
      type: ['boolean', 'null'],
      description: endpointChangeSchema.properties.enabled.description,
    },
    recover_automatically: {
      type: ['boolean', 'null'],
      description: endpointChangeSchema.properties.recover_automatically.description,
    },
    url: {
      type: ['string', 'null'],
      format: 'uri',
      maxLength: endpointChangeSchema.properties.url.maxLength,
      pattern: URL_PATTERN,
      description: endpointChangeSchema.properties.url.description,
    },
    authorization_token: credential('authorization_token'),
    x_functions_key: credential('x_functions_key'),
  } satisfies Record<EndpointChangeField, JsonSchema>,
  if: { anyOf: [given(string, 'authorization_token'), given(string, 'x_functions_key')] },
  then: given(string, 'url'),
  else: {
    anyOf: [
      given(boolean, 'enabled'),
      given(boolean, 'recover_automatically'),
      given(string, 'url'),
    ],
  },
};

/** Body of POST /v3/webhooks/endpoints. */
export const newEndpointRequestSchema: JsonSchema = {
  type: 'object',
  description: 'What the endpoint is for. `null` is taken for an absent field.',
  required: [...newEndpointSchema.required],
  additionalProperties: false,
  properties: {
    [BRANCH]: { ...newEndpointSchema.properties[BRANCH], pattern: PORTABLE_PRINTABLE },
    [NUMBER]: { ...newEndpointSchema.properties[NUMBER], pattern: PORTABLE_PRINTABLE },
    url: {
      type: 'string',
      format: 'uri',
      maxLength: newEndpointSchema.properties.url.maxLength,
      pattern: URL_PATTERN,
      description: newEndpointSchema.properties.url.description,
    },
    type_webhook: { ...newEndpointSchema.properties.type_webhook },
    authorization_token: { ...newEndpointSchema.properties.authorization_token },
    x_functions_key: { ...newEndpointSchema.properties.x_functions_key },
  } satisfies Record<NewEndpointField, JsonSchema>,
};

function credential(field: 'authorization_token' | 'x_functions_key'): JsonSchema {
  const { type, minLength, maxLength, description } = endpointChangeSchema.properties[field];
  return { type: [...type], minLength, maxLength, pattern: '^[ -~]*$', description };
}

/** A condition that fields are there. */
interface Given extends JsonSchema {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, JsonSchema>>;
}

/** Each two of some conditions, together. */
function pairsOf(conditions: readonly Given[]): Given[] {
  return conditions.flatMap((one, index) =>
    conditions.slice(index + 1).map((other) => ({
      required: [...one.required, ...other.required],
      properties: { ...one.properties, ...other.properties },
    })),
  );
}

/** Fields that are there, and not null. */
function given(type: JsonSchema, ...fields: readonly string[]): Given {
  return { required: fields, properties: Object.fromEntries(fields.map((field) => [field, type])) };
}

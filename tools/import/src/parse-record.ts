import { fromJsonString } from '@bufbuild/protobuf';
import {
  CatalogRecordSchema,
  DeliveryOutcomeSchema,
  ResendTypeSchema,
  type CatalogRecord,
} from '@webhooks/contracts';

import { readPlainEvent, type PlainEvent } from './plain-event.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** A record in protobuf JSON, or what is wrong with the line. Unknown fields are wrong. */
export function parseRecord(
  line: Uint8Array,
): CatalogRecord | PlainEvent | { readonly problem: string } {
  try {
    const text = decoder.decode(line);
    const event = readPlainEvent(text);
    if (event !== null) return event;
    const record = fromJsonString(CatalogRecordSchema, text);
    const problem = problemOfLists(record);
    if (problem !== null) return { problem };
    if (record.record.case !== undefined) return record;
    return { problem: 'it holds no account, endpoint, object, event or outcome' };
  } catch (error) {
    return { problem: error instanceof TypeError ? 'it is not UTF-8' : describe(error as Error) };
  }
}

/** More than any list may have, and so few that a message with one is not too long for the service. */
const MAX_ELEMENTS = 10_000;

function problemOfLists({ record }: CatalogRecord): string | null {
  const [field, list] =
    record.case === 'account'
      ? ['account.user_ids', record.value.userIds]
      : ['endpoint.signing_secrets', record.case === 'endpoint' ? record.value.signingSecrets : []];
  return list.length > MAX_ELEMENTS ? `${field} has more than ${MAX_ELEMENTS} elements` : null;
}

/** Fields that hold credentials, or what a customer receives, and a record that is no object. */
const PRIVATE =
  /^(?:Endpoint\.(?:authorization_token|x_functions_key|signing_secrets|url)|Event\.payload|ImportedIdentity\.private_key)\b/;
const NO_OBJECT =
  /^((?:Account|Endpoint|WebhookObject|Event|EndpointOutcome|ImportedIdentity): )?["\d-].*$/s;

const ENUMS = [DeliveryOutcomeSchema, ResendTypeSchema];
const either = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** Which names the enum takes that a message says cannot be decoded; null when it says another thing. */
function expectedNames(message: string): string | null {
  const [, typeName] = /^cannot decode enum (\S+) from JSON/.exec(message) ?? [];
  const found = ENUMS.find((candidate) => candidate.typeName === typeName);
  if (found === undefined) return null;
  const names = found.values.filter(({ number }) => number !== 0).map(({ name }) => name);
  return `${found.name}: expected ${either.format(names)}`;
}

/** Says where in the record it is wrong. What the line holds there is left out: it may be a secret. */
function describe({ message }: Error): string {
  const names = expectedNames(message);
  if (names !== null) return names;
  const problem = message
    // The quoted line of a syntax error, whole or "...in part".
    .replace(/, (?:\.\.\.)?".*/s, '')
    .replace(/^cannot decode \w+ (?:webhooks\.(?:catalog|identity)\.v1|google\.protobuf)\./, '')
    .replace(/^(\S+) from JSON(?=:|$)/, '$1')
    .replace(/^CatalogRecord: /, '')
    .replace(NO_OBJECT, '$1expected an object');
  return PRIVATE.test(problem) ? problem.replace(/, got .*/s, '') : problem;
}

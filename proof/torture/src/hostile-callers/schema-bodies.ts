import { endpointChangeSchema, resendBodySchema } from '@webhooks/validation';
import fc from 'fast-check';

import type { Draw } from './draw.ts';

/** A body and where it goes. */
export interface SentBody {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: Buffer;
}

/** What of JSON Schema the bodies of our operations use. */
interface Schema {
  readonly type: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Bodies that are made at a time. */
const BATCH = 200;

const operations = [
  { method: 'POST', path: '/v3/webhooks/resend', schema: resendBodySchema },
  { method: 'POST', path: '/v3/webhooks/resend/preview', schema: resendBodySchema },
  { method: 'PATCH', path: '/v3/webhooks/endpoints/ep_17_in', schema: endpointChangeSchema },
] as const;

/** Answers bodies that follow the schema of their operation, or all but follow it, without end. */
export function schemaBodies(draw: Draw): () => SentBody {
  const bodies = fc.oneof(
    ...operations.map(({ method, path, schema }) =>
      objectOf(schema).map((value) => ({ method, path, body: Buffer.from(JSON.stringify(value)) })),
    ),
  );
  let batch: SentBody[] = [];
  return () => {
    if (batch.length === 0) {
      batch = fc.sample(bodies, { seed: draw.below(2 ** 31), numRuns: BATCH });
    }
    return batch.pop() as SentBody;
  };
}

/** Any of the fields; mostly with what they may have, and rarely one that there is not. */
function objectOf({ properties = {} }: Schema): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, schema]) => [name, nearly(schema)]);
  const proper = fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: [],
  });
  const strange = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 });
  return fc.oneof(
    { weight: 9, arbitrary: proper },
    {
      weight: 1,
      arbitrary: fc.tuple(proper, strange).map(([some, more]) => ({ ...some, ...more })),
    },
  );
}

/** A value of the schema, or in one of nine times another one. */
function nearly(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 8, arbitrary: valueOf(schema) },
    { weight: 1, arbitrary: fc.oneof(fc.jsonValue(), beyond(schema)) },
  );
}

function valueOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const types = [schema.type].flat();
  return fc.oneof(...types.map((type) => ofType(type, schema)));
}

function ofType(type: string, schema: Schema): fc.Arbitrary<unknown> {
  const { minimum, maximum, minItems, maxItems = 100, items } = schema;
  if (type === 'integer') return fc.integer({ min: minimum, max: Math.min(maximum ?? 9, 2 ** 31) });
  if (type === 'boolean') return fc.boolean();
  if (type === 'array' && items !== undefined) {
    return fc.array(nearly(items), { minLength: minItems, maxLength: Math.min(maxItems, 5) });
  }
  return type === 'string' ? text(schema) : fc.constant(null);
}

function text({ format, pattern, minLength, maxLength }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') {
    return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  }
  // Classes of Unicode are beyond what strings are made from.
  if (pattern !== undefined && !pattern.includes('\\p')) {
    return fc.stringMatching(new RegExp(pattern));
  }
  return fc.oneof(fc.webUrl(), fc.string({ minLength, maxLength }));
}

/** Just outside its bounds. */
function beyond({ minimum = 0, maximum = 0, maxLength = 64 }: Schema): fc.Arbitrary<unknown> {
  return fc.constantFrom(minimum - 1, maximum + 1, 0.5, '', 'x'.repeat(maxLength + 1));
}

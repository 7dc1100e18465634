import { Ajv } from 'ajv';
import { expect } from 'chai';
import fc from 'fast-check';

import { parseDatetimeToMicros } from './datetime.ts';
import { DELIVERY_LIST_PARAMETERS } from './delivery-list-query.ts';
import { ENDPOINT_LIST_PARAMETERS } from './endpoint-list-query.ts';
import { RESEND_LIST_PARAMETERS } from './list-query.ts';
import type { QueryParameter } from './query-parameters.ts';
import { STATISTICS_PARAMETERS } from './statistics-query.ts';

describe('the schema of a query parameter', () => {
  const ajv = new Ajv({ strict: true });
  ajv.addFormat('int64', { type: 'number', validate: (value) => Number.isSafeInteger(value) });
  ajv.addFormat('date-time', (text) => parseDatetimeToMicros(text) !== null);

  /** Texts around what parameters take: numbers, words, times, and anything else. */
  const texts = fc.oneof(
    fc.integer({ min: -2, max: 200 }).map(String),
    fc.bigInt({ min: 0n, max: 2n ** 60n }).map(String),
    fc.constantFrom('PENDING', 'FAILED', 'failed', 'SKIPPED', 'next', 'Previous', 'PREV', ''),
    fc.constantFrom('1969-12-31T23:00:00-03:00', '20260501T0000Z', '2199-12-31T24:00Z'),
    fc.constantFrom('2026-05-01T00:00:00Z', '2026-02-30T00:00:00Z', '2026-05-01', '0', '01', '1e1'),
    fc.string(),
  );

  /** As OpenAPI reads a query: a number where the schema says so and the text is one. */
  const valueOf = (text: string, { schema }: QueryParameter): unknown =>
    schema['type'] === 'integer' && /^(0|-?[1-9][0-9]*)$/.test(text) ? Number(text) : text;

  const parameters = {
    ...RESEND_LIST_PARAMETERS,
    ...DELIVERY_LIST_PARAMETERS,
    ...STATISTICS_PARAMETERS,
    endpoint_cursor_id: ENDPOINT_LIST_PARAMETERS.cursor_id,
  };
  for (const [name, parameter] of Object.entries<QueryParameter>(parameters)) {
    it(`takes what is read: ${name}`, () => {
      const matches = ajv.compile(parameter.schema);
      fc.assert(
        fc.property(texts, (text) => {
          const isRead = parameter.read(text) !== null;
          expect(matches(valueOf(text, parameter)), text).to.equal(isRead);
        }),
        { numRuns: 300 },
      );
    });
  }
});

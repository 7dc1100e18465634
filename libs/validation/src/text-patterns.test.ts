import { growthBeyondLinear } from '@webhooks/testing';
import { expect } from 'chai';

import {
  EVENT_TYPE_PATTERN,
  NAME_PATTERN,
  PRINTABLE_ASCII_PATTERN,
  PRINTABLE_PATTERN,
} from './text-patterns.ts';

const patterns = { EVENT_TYPE_PATTERN, NAME_PATTERN, PRINTABLE_ASCII_PATTERN, PRINTABLE_PATTERN };

describe('text patterns', () => {
  for (const [name, source] of Object.entries(patterns)) {
    it(`take time by the length of a text: ${name}`, () => {
      const pattern = new RegExp(source, 'u');
      for (const letters of ['A', 'a', '_', '.', ' ', 'é', '\u0301', '\u{1f600}', '\u200d']) {
        for (const after of ['', '\0']) {
          const worst = { letters, after };
          expect(
            growthBeyondLinear((text) => pattern.test(text), worst),
            letters,
          ).to.equal(null);
        }
      }
    });
  }
});

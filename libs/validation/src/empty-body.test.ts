import { expect } from 'chai';

import { validateEmptyBody } from './empty-body.ts';

describe('validateEmptyBody', () => {
  const check = (text: string) => (): void => validateEmptyBody(Buffer.from(text));

  for (const text of ['', '{}', ' {\n} ']) {
    it(`takes ${JSON.stringify(text)}`, () => {
      expect(check(text)).not.to.throw();
    });
  }

  for (const [text, message] of [
    ['{"force":true}', 'Validation error: force is not a known field'],
    ['{"a":1,"b":null}', 'Validation error: a is not a known field; b is not a known field'],
    ['[]', 'Validation error: the body must be a JSON object'],
    ['null', 'Validation error: the body must be a JSON object'],
    ['{', 'Validation error: the body is not valid JSON'],
    [' ', 'Validation error: the body is empty; it must be a JSON object'],
    ['{"__proto__":{}}', 'Validation error: __proto__ is not a known field'],
  ]) {
    it(`refuses ${text}`, () => {
      expect(check(text ?? '')).to.throw(message);
    });
  }
});

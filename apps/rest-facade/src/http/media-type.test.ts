import { expect } from 'chai';

import { parseMediaType } from './media-type.ts';

describe('parseMediaType', () => {
  const json = (...parameters: [string, string][]) => ({ type: 'application/json', parameters });
  const read: [string, ReturnType<typeof json>][] = [
    ['application/json', json()],
    [' APPLICATION/Json\t', json()],
    ['application/json;', json()],
    ['application/json ; ;; ', json()],
    ['application/json;charset=utf-8;', json(['charset', 'utf-8'])],
    ['application/json ;\tCharset="UTF-8" ; v=1', json(['charset', 'UTF-8'], ['v', '1'])],
    ['application/json; a="b;c=\\"d\\""; e=f', json(['a', 'b;c="d"'], ['e', 'f'])],
    ['application/json; a=""', json(['a', ''])],
    ['application/json; a=1; a=2', json(['a', '1'], ['a', '2'])],
  ];
  for (const [header, expected] of read) {
    it(`reads ${JSON.stringify(header)}`, () => {
      expect(parseMediaType(header)).to.deep.equal(expected);
    });
  }

  for (const header of [
    '',
    ';',
    'application',
    'application/',
    '/json',
    'application /json',
    'application/json charset=utf-8',
    'application/json, text/plain',
    'application/json; charset',
    'application/json; charset=',
    'application/json; charset =utf-8',
    'application/json; charset= utf-8',
    'application/json; charset="utf-8',
    'application/json; charset="utf-8"x',
    'application/json; =utf-8',
    'application/json; a=b c',
    'application/jsön',
  ]) {
    it(`takes ${JSON.stringify(header)} for none`, () => {
      expect(parseMediaType(header)).to.equal(null);
    });
  }

  it('reads what fills the headers', () => {
    for (const part of [';', '; ', ';a=b', '; a="\\\\"', ' ', '"', ';a="']) {
      const text = `application/json${part.repeat(16_384 / part.length)}`;
      const startedMs = performance.now();
      parseMediaType(`${text}!`);
      expect(performance.now() - startedMs, part).to.be.below(500);
    }
  });
});

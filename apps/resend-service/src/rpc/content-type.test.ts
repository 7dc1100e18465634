import { expect } from 'chai';

import { plainContentType } from './content-type.ts';

describe('plainContentType', () => {
  const cases: [given: string, plain: string][] = [
    ['application/grpc', 'application/grpc'],
    ['Application/gRPC+Proto', 'application/grpc+proto'],
    ['application/json; charset=utf-8', 'application/json'],
    ['application/json;charset="UTF8"', 'application/json'],
    ['application/json ; foo=bar', 'application/json'],
    ['application/json;', 'application/json'],
    ['application/json; charset=iso-8859-1', 'application/json; charset=iso-8859-1'],
    ['', ''],
  ];
  for (const [given, plain] of cases) {
    it(`makes "${plain}" of "${given}"`, () => {
      expect(plainContentType(given)).to.equal(plain);
    });
  }
});

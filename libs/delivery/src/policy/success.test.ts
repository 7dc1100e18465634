import { expect } from 'chai';

import { isSuccess } from './success.ts';

describe('isSuccess', () => {
  for (const status of [200, 201, 204, 206, 250, 299]) {
    it(`holds for ${status}`, () => {
      expect(isSuccess(status)).to.equal(true);
    });
  }

  for (const status of [100, 101, 199, 300, 301, 304, 307, 400, 410, 500, 503, 599, 600, 999, 0]) {
    it(`does not hold for ${status}`, () => {
      expect(isSuccess(status)).to.equal(false);
    });
  }
});

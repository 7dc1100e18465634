import { expect } from 'chai';

import { reachableOrigin } from './host-address.ts';

describe('reachableOrigin', () => {
  for (const [host, origin] of [
    ['127.0.0.1', 'http://127.0.0.1:80'],
    ['127.1', 'http://127.0.0.1:80'],
    ['0.0.0.0', 'http://127.0.0.1:80'],
    ['0', 'http://127.0.0.1:80'],
    ['192.0.2.7', 'http://192.0.2.7:80'],
    ['::1', 'http://[::1]:80'],
    ['::', 'http://[::1]:80'],
    ['0:0:0:0:0:0:0:0', 'http://[::1]:80'],
    ['2001:DB8:0:0::7', 'http://[2001:db8::7]:80'],
    ['::ffff:127.0.0.1', 'http://127.0.0.1:80'],
    ['::ffff:0.0.0.0', 'http://127.0.0.1:80'],
    ['::ffff:192.0.2.255', 'http://192.0.2.255:80'],
    ['localhost', 'http://localhost:80'],
  ] as const) {
    it(`of ${host} is ${origin}`, () => {
      expect(reachableOrigin(host, 80)).to.equal(origin);
    });
  }
});

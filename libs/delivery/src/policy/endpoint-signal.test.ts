import type { ErrorClass } from '@webhooks/domain';
import { expect } from 'chai';

import { endpointSignal, type EndpointSignal } from './endpoint-signal.ts';

describe('endpointSignal', () => {
  const answers: readonly (readonly [number, EndpointSignal])[] = [
    [100, 'failing'],
    [301, 'failing'],
    [399, 'failing'],
    [400, 'healthy'],
    [401, 'healthy'],
    [404, 'healthy'],
    [407, 'healthy'],
    [408, 'failing'],
    [409, 'healthy'],
    [410, 'healthy'],
    [428, 'healthy'],
    [429, 'overloaded'],
    [430, 'healthy'],
    [499, 'healthy'],
    [500, 'failing'],
    [502, 'failing'],
    [503, 'overloaded'],
    [504, 'failing'],
    [599, 'failing'],
    [999, 'failing'],
  ];
  for (const [httpStatus, signal] of answers) {
    it(`takes ${httpStatus} for ${signal}`, () => {
      expect(endpointSignal({ errorClass: 'http_status', httpStatus })).to.equal(signal);
    });
  }

  for (const httpStatus of [200, 204, 299]) {
    it(`takes ${httpStatus} for healthy`, () => {
      expect(endpointSignal({ errorClass: null, httpStatus })).to.equal('healthy');
    });
  }

  for (const errorClass of [
    'dns',
    'connect_refused',
    'connect_timeout',
    'tls',
    'timeout',
    'reset',
    'protocol',
    'blocked_address',
  ] satisfies ErrorClass[]) {
    it(`takes ${errorClass} for failing`, () => {
      expect(endpointSignal({ errorClass, httpStatus: null })).to.equal('failing');
    });
  }

  it('takes an answer that never ended for failing, unless it says overloaded', () => {
    expect(endpointSignal({ errorClass: 'timeout', httpStatus: 200 })).to.equal('failing');
    expect(endpointSignal({ errorClass: 'timeout', httpStatus: 404 })).to.equal('failing');
    expect(endpointSignal({ errorClass: 'timeout', httpStatus: 503 })).to.equal('overloaded');
  });
});

import { expect } from 'chai';

import { CatalogService, ResendService } from '@webhooks/contracts';

import { takeWrongDeadline } from './call-deadline.ts';

describe('takeWrongDeadline', () => {
  const { getResend, watchResend } = ResendService.method;
  const { importRecords } = CatalogService.method;

  for (const [title, method, headers] of [
    ['none', getResend, {}],
    ['thirty seconds of a unary call', getResend, { 'grpc-timeout': '30S' }],
    ['the same in nanoseconds', getResend, { 'grpc-timeout': '99999999n' }],
    ['the same by Connect', getResend, { 'connect-timeout-ms': '30000' }],
    ['an hour of an import', importRecords, { 'grpc-timeout': '1H' }],
    ['a week of a watcher', watchResend, { 'connect-timeout-ms': '604800000' }],
  ] as const) {
    it(`leaves ${title}`, () => {
      const left = { ...headers };
      expect(takeWrongDeadline(left, method)).to.deep.equal([]);
      expect(left).to.deep.equal(headers);
    });
  }

  for (const [method, headers, field, message] of [
    [getResend, { 'grpc-timeout': '30001m' }, 'grpc-timeout', 'must be at most 30 seconds'],
    [getResend, { 'grpc-timeout': '99999999H' }, 'grpc-timeout', 'must be at most 30 seconds'],
    [getResend, { 'grpc-timeout': 'soon' }, 'grpc-timeout', 'is not a deadline'],
    [getResend, { 'grpc-timeout': '1S, 1S' }, 'grpc-timeout', 'is not a deadline'],
    [getResend, { 'grpc-timeout': '-1S' }, 'grpc-timeout', 'is not a deadline'],
    [
      getResend,
      { 'connect-timeout-ms': '30001' },
      'connect-timeout-ms',
      'must be at most 30 seconds',
    ],
    [getResend, { 'connect-timeout-ms': '1e3' }, 'connect-timeout-ms', 'is not a deadline'],
    [importRecords, { 'grpc-timeout': '61M' }, 'grpc-timeout', 'must be at most 3600 seconds'],
    [watchResend, { 'grpc-timeout': '597H' }, 'grpc-timeout', 'must be at most 2147483 seconds'],
  ] as const) {
    it(`takes ${JSON.stringify(headers)} out for ${method.name}`, () => {
      const left = { ...headers };
      expect(takeWrongDeadline(left, method)).to.deep.equal([{ field, message }]);
      expect(left).to.deep.equal({});
    });
  }
});

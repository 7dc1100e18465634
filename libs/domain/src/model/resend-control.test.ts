import { expect } from 'chai';

import type { ErrorCode } from './errors.ts';
import type { ResendControl } from './resend.ts';
import { controlAfter, type ControlAction } from './resend-control.ts';

describe('controlAfter', () => {
  const running: [ControlAction, ResendControl, ResendControl | ErrorCode][] = [
    ['CANCEL', 'RUNNING', 'CANCELLING'],
    ['CANCEL', 'PAUSED', 'CANCELLING'],
    ['CANCEL', 'CANCELLING', 'CANCELLING'],
    ['PAUSE', 'RUNNING', 'PAUSED'],
    ['PAUSE', 'PAUSED', 'PAUSED'],
    ['PAUSE', 'CANCELLING', 'resend_cancelling'],
    ['RESUME', 'RUNNING', 'RUNNING'],
    ['RESUME', 'PAUSED', 'RUNNING'],
    ['RESUME', 'CANCELLING', 'resend_cancelling'],
  ];
  const settled: typeof running = [
    ['CANCEL', 'RUNNING', 'resend_settled'],
    ['CANCEL', 'PAUSED', 'resend_settled'],
    ['CANCEL', 'CANCELLING', 'CANCELLING'],
    ['PAUSE', 'RUNNING', 'resend_settled'],
    ['PAUSE', 'PAUSED', 'resend_settled'],
    ['PAUSE', 'CANCELLING', 'resend_settled'],
    ['RESUME', 'RUNNING', 'resend_settled'],
    ['RESUME', 'PAUSED', 'resend_settled'],
    ['RESUME', 'CANCELLING', 'resend_settled'],
  ];
  for (const [name, finishedAtMs, cases] of [
    ['an unsettled', null, running],
    ['a settled', 1, settled],
  ] as const) {
    for (const [action, control, expected] of cases) {
      it(`makes ${expected} of ${action} for ${name} resend that is ${control}`, () => {
        const after = (): ResendControl => controlAfter(action, { control, finishedAtMs });
        if (expected.startsWith('resend_'))
          expect(after).to.throw().with.property('code', expected);
        else expect(after()).to.equal(expected);
      });
    }
  }
});

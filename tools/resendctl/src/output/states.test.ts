import { expect } from 'chai';

import { partsOf } from './format.ts';
import { colourOf, stateOf } from './states.ts';

describe('the state of a resend', () => {
  const running = { status: 'PROCESSING', finished_at: null } as const;
  const settled = { status: 'FAILED', finished_at: '2026-05-12T10:33:20.001Z' } as const;

  it('is what its owner asked for while it is not settled', () => {
    expect(stateOf({ ...running, control: 'PAUSED' })).to.equal('PAUSED');
    expect(stateOf({ ...running, control: 'CANCELLING', cancelled: 2 })).to.equal('CANCELLING');
    expect(stateOf({ ...running, control: 'RUNNING' })).to.equal('PROCESSING');
    expect(stateOf(running), 'of a server that does not say').to.equal('PROCESSING');
  });

  it('says of a settled one that it was cancelled, which is no failure', () => {
    const cancelled = stateOf({ ...settled, control: null, cancelled: 3 });
    expect(cancelled).to.equal('CANCELLED');
    expect(colourOf(cancelled)).to.equal('yellow');
    expect(stateOf({ ...settled, control: null, cancelled: 0 })).to.equal('FAILED');
    expect(stateOf(settled), 'of a server that does not say').to.equal('FAILED');
  });

  it('comes with the parts of what failed, where there is more than one kind', () => {
    expect(partsOf({ failed: 934, skipped: 918, cancelled: 0 })).to.equal(
      ' (16 failed, 918 not sent)',
    );
    expect(partsOf({ failed: 1_200, skipped: 0, cancelled: 1_200 })).to.equal(' (1,200 cancelled)');
    expect(partsOf({ failed: 3, skipped: 0, cancelled: 0 })).to.equal('');
    expect(partsOf({ failed: 3 }), 'of a server that does not say').to.equal('');
  });
});

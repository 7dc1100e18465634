import type { PlannedDelivery } from '@webhooks/domain';
import { expect } from 'chai';

import { BlockedOrderingKeys } from './blocked-ordering-keys.ts';

const at = (position: number) => ({ position }) as PlannedDelivery;

describe('BlockedOrderingKeys', () => {
  it('defers later deliveries of a blocked key and no others', () => {
    const blocked = new BlockedOrderingKeys();
    expect(blocked.defer(7, 2)).to.equal(false);
    blocked.block(7, 1);
    expect(blocked.defer(7, 2)).to.equal(true);
    expect(blocked.defer(8, 2)).to.equal(false);
  });

  it('frees a key at once when nothing was deferred behind its head', () => {
    const blocked = new BlockedOrderingKeys();
    blocked.block(7, 1);
    expect(blocked.next(7)).to.deep.equal({ kind: 'free' });
    expect(blocked.defer(7, 2)).to.equal(false);
    expect(blocked.size).to.equal(0);
  });

  it('loads exactly what was deferred, one successor after the other, in order', () => {
    const blocked = new BlockedOrderingKeys();
    blocked.block(7, 1);
    blocked.defer(7, 4);
    blocked.defer(7, 9);
    expect(blocked.next(7)).to.deep.equal({ kind: 'load', afterPosition: 1, throughPosition: 9 });
    blocked.addSuccessors(7, [at(4), at(9)]);
    expect(blocked.next(7)).to.deep.equal({ kind: 'successor', delivery: at(4) });
    expect(blocked.defer(7, 12), 'still blocked while successors are left').to.equal(true);
    expect(blocked.next(7)).to.deep.equal({ kind: 'successor', delivery: at(9) });
    expect(blocked.next(7)).to.deep.equal({ kind: 'load', afterPosition: 9, throughPosition: 12 });
    blocked.addSuccessors(7, [at(12)]);
    expect(blocked.next(7)).to.deep.equal({ kind: 'successor', delivery: at(12) });
    expect(blocked.next(7)).to.deep.equal({ kind: 'free' });
  });

  it('makes a successor that has to be tried again the new head', () => {
    const blocked = new BlockedOrderingKeys();
    blocked.block(7, 1);
    blocked.defer(7, 4);
    blocked.defer(7, 9);
    blocked.next(7);
    blocked.addSuccessors(7, [at(4), at(9)]);
    blocked.next(7);
    blocked.block(7, 4);
    expect(blocked.next(7)).to.deep.equal({ kind: 'load', afterPosition: 4, throughPosition: 9 });
  });

  it('is free when what was deferred turns out to be settled', () => {
    const blocked = new BlockedOrderingKeys();
    blocked.block(7, 1);
    blocked.defer(7, 4);
    blocked.next(7);
    blocked.addSuccessors(7, []);
    expect(blocked.next(7)).to.deep.equal({ kind: 'free' });
  });

  it('does not load what was deferred before its buffer was unloaded: it comes with the buffer', () => {
    const blocked = new BlockedOrderingKeys();
    blocked.block(7, 1);
    blocked.defer(7, 4);
    blocked.unload();
    // The buffer was filled again, and 4 is in it, not looked at yet.
    expect(blocked.next(7)).to.deep.equal({ kind: 'free' });
  });

  it('loads what was deferred again after its buffer was unloaded', () => {
    const blocked = new BlockedOrderingKeys();
    blocked.block(7, 1);
    blocked.defer(7, 9);
    blocked.next(7);
    blocked.addSuccessors(7, [at(4), at(9)]);
    blocked.unload();
    blocked.defer(7, 4);
    expect(blocked.next(7)).to.deep.equal({ kind: 'load', afterPosition: 1, throughPosition: 4 });
  });
});

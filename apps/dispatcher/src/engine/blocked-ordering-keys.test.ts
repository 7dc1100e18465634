import type { PlannedDelivery } from '@webhooks/domain';
import { expect } from 'chai';

import { HeldObjects } from './blocked-ordering-keys.ts';

const at = (position: number) => ({ position }) as PlannedDelivery;

describe('HeldObjects', () => {
  it('parks later deliveries of a held object and no others', () => {
    const held = new HeldObjects();
    expect(held.parks(7, 2)).to.equal(false);
    held.hold(7, 1);
    expect(held.parks(7, 2)).to.equal(true);
    expect(held.parks(8, 2)).to.equal(false);
  });

  it('frees an object at once when nothing was parked behind its head', () => {
    const held = new HeldObjects();
    held.hold(7, 1);
    expect(held.next(7)).to.deep.equal({ kind: 'free' });
    expect(held.parks(7, 2)).to.equal(false);
    expect(held.size).to.equal(0);
  });

  it('loads exactly what was parked, one follower after the other, in order', () => {
    const held = new HeldObjects();
    held.hold(7, 1);
    held.parks(7, 4);
    held.parks(7, 9);
    expect(held.next(7)).to.deep.equal({ kind: 'load', afterPosition: 1, throughPosition: 9 });
    held.addFollowers(7, [at(4), at(9)]);
    expect(held.next(7)).to.deep.equal({ kind: 'follower', delivery: at(4) });
    expect(held.parks(7, 12), 'still held while followers are left').to.equal(true);
    expect(held.next(7)).to.deep.equal({ kind: 'follower', delivery: at(9) });
    expect(held.next(7)).to.deep.equal({ kind: 'load', afterPosition: 9, throughPosition: 12 });
    held.addFollowers(7, [at(12)]);
    expect(held.next(7)).to.deep.equal({ kind: 'follower', delivery: at(12) });
    expect(held.next(7)).to.deep.equal({ kind: 'free' });
  });

  it('makes a follower that has to be tried again the new head', () => {
    const held = new HeldObjects();
    held.hold(7, 1);
    held.parks(7, 4);
    held.parks(7, 9);
    held.next(7);
    held.addFollowers(7, [at(4), at(9)]);
    held.next(7);
    held.hold(7, 4);
    expect(held.next(7)).to.deep.equal({ kind: 'load', afterPosition: 4, throughPosition: 9 });
  });

  it('is free when what was parked turns out to be settled', () => {
    const held = new HeldObjects();
    held.hold(7, 1);
    held.parks(7, 4);
    held.next(7);
    held.addFollowers(7, []);
    expect(held.next(7)).to.deep.equal({ kind: 'free' });
  });

  it('does not load what was parked before its queue was unloaded: it comes with the queue', () => {
    const held = new HeldObjects();
    held.hold(7, 1);
    held.parks(7, 4);
    held.unload();
    // The queue was filled again, and 4 is in it, not looked at yet.
    expect(held.next(7)).to.deep.equal({ kind: 'free' });
  });

  it('loads what was parked again after its queue was unloaded', () => {
    const held = new HeldObjects();
    held.hold(7, 1);
    held.parks(7, 9);
    held.next(7);
    held.addFollowers(7, [at(4), at(9)]);
    held.unload();
    held.parks(7, 4);
    expect(held.next(7)).to.deep.equal({ kind: 'load', afterPosition: 1, throughPosition: 4 });
  });
});

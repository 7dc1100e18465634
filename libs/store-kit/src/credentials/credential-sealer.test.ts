import { expect } from 'chai';
import fc from 'fast-check';

import { createCredentialSealer } from './credential-sealer.ts';

const key = new Uint8Array(32).fill(1);

describe('createCredentialSealer', () => {
  const sealer = createCredentialSealer(key);

  it('opens what it sealed for the same owner', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, owner) => {
        expect(sealer.unseal(sealer.seal(text, owner), owner)).to.equal(text);
      }),
    );
  });

  it('opens nothing that was changed, whichever byte it is', () => {
    const sealed = sealer.seal('secret', 'ep_1');
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => sealer.unseal(changed, 'ep_1'), `byte ${index}`).to.throw();
      expect(() => sealer.unseal(sealed.subarray(0, index), 'ep_1'), `cut at ${index}`).to.throw();
    }
  });

  it('opens nothing for another owner or with another key', () => {
    const sealed = sealer.seal('secret', 'ep_1');
    const other = createCredentialSealer(new Uint8Array(32).fill(2));
    expect(() => sealer.unseal(sealed, 'ep_2')).to.throw();
    expect(() => other.unseal(sealed, 'ep_1')).to.throw('another key');
  });

  it('opens with every key of a list and seals with the first', () => {
    const old = sealer.seal('secret', 'ep_1');
    const newKey = new Uint8Array(32).fill(2);
    const both = createCredentialSealer([newKey, key]);
    expect(both.unseal(old, 'ep_1')).to.equal('secret');
    const sealed = both.seal('secret', 'ep_1');
    expect(createCredentialSealer(newKey).unseal(sealed, 'ep_1')).to.equal('secret');
    expect(() => sealer.unseal(sealed, 'ep_1')).to.throw('another key');
    expect([both.isCurrent(old), both.isCurrent(sealed)]).to.deep.equal([false, true]);
  });

  it('never seals the same text the same way, and never in the clear', () => {
    const one = sealer.seal('secret', 'ep_1');
    expect(one.equals(sealer.seal('secret', 'ep_1'))).to.equal(false);
    expect(one.includes('secret')).to.equal(false);
  });
});

import { createHash } from 'node:crypto';

import { expect } from 'chai';

import { migrations } from './index.ts';

/** The first digits of SHA-256 of each migration, in their order. */
const released = [
  'ddfad4bcde81d74a',
  '50cb57d7ac6bf3a0',
  'ad6ae450ef9163e9',
  '44ee37b6fcf7ea7d',
  '8807780c552ed0ee',
  '3d4df49e4a5d7d38',
  'f3a0f07c6053a38a',
  'c3329ab9f5f5fde0',
  'e8e280d8cd046b8e',
  '286487a850c389cb',
  'a89d4ec92cf81c48',
  '92ac76fed36d56aa',
  'f8eaba475eab754f',
  'a49205c7df3b93ca',
  'ef4d0e6b6456126c',
  '1f0e9b2b47af61ae',
  '7078dc1c4fb03882',
  '22cd2573c1206c79',
  '6381542364b3292b',
  '4f3b0cc824d4408d',
  'abb1f1ba71ac2c6d',
  'c5352d31159704de',
  'de6631ba4e78aba9',
  '89ecd52f96677290',
  '8f8ff7905485b41f',
  '438c9a82c12c0ab0',
  '569a0fe554a2efac',
  '84b7375ba86ee140',
  '6c8390487a8b722b',
  '564e5a7d0956882e',
  'ecc8e0a5d86cb767',
  '3efb7adae850bbf8',
  '6530bb58623a0659',
];

describe('migrations', () => {
  it('stay as they were written: databases have run them', () => {
    const digests = migrations.map((text) =>
      createHash('sha256').update(text).digest('hex').slice(0, 16),
    );
    // A new migration adds its line; a line that changes is a database that nobody can open.
    expect(digests).to.deep.equal(released);
  });
});

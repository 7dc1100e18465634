import { expect } from 'chai';

import { imageAt, losses, type DiskImage } from './disk-image.ts';
import { readRecording, type DiskOp } from './recording.ts';

const base: DiskImage = { database: Buffer.from('aaaa'), wal: Buffer.alloc(0) };
const ops: readonly DiskOp[] = [
  write(1, 0, 'b'),
  { kind: 'sync', file: 'database', startedS: 2, endedS: 3 },
  write(4, 1, 'c'),
  write(5, 6, 'd'),
];

describe('an image of a disk whose power went', () => {
  for (const loss of losses) {
    it(`has what was synced, when the rest is ${loss}`, () => {
      for (let seed = 0; seed < 20; seed += 1) {
        const { database } = imageAt(base, ops, 9, loss, Math.random);
        expect(database.toString().slice(0, 1)).to.equal('b');
      }
    });
  }

  it('has nothing else when all of it is dropped, and all of it when it is kept', () => {
    expect(imageAt(base, ops, 9, 'dropped', Math.random).database.toString()).to.equal('baaa');
    const kept = imageAt(base, ops, 9, 'kept', Math.random).database.toString('latin1');
    expect(kept).to.equal('bcaa\0\0d');
  });

  it('does not trust a sync that has not returned', () => {
    expect(imageAt(base, ops, 2.5, 'dropped', Math.random).database.toString()).to.equal('aaaa');
  });

  it('tears a write by its sectors', () => {
    const long = write(1, 100, 'x'.repeat(1_000));
    const seen = new Set<number>();
    for (let seed = 0; seed < 50; seed += 1) {
      const { database } = imageAt(base, [long], 9, 'torn', Math.random);
      seen.add(database.toString().split('x').length - 1);
    }
    expect([...seen].sort((a, b) => a - b)).to.include.members([0, 412, 1_000]);
  });
});

describe('a recording', () => {
  const hex = (text: string): string =>
    [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  const wal = hex('/data/webhooks.db-wal');

  it('is read from logs of strace, also where calls overlap', async () => {
    const log = [
      `7  10.5 pwrite64(22<${wal}>, "${hex('ab')}", 2, 32) = 2 <0.25>`,
      `7  11.0 fsync(22<${wal}> <unfinished ...>`,
      `8  11.1 pwrite64(9<${hex('/data/webhooks.db-shm')}>, "\\x00", 1, 4095) = 1 <0.1>`,
      `7  11.5 <... fsync resumed>)         = 0 <0.5>`,
      `8  12.0 ftruncate(21<${hex('/data/webhooks.db')}>, 4096) = 0 <0.5>`,
      `8  12.6 +++ exited with 0 +++`,
    ];
    expect(await readRecording([log])).to.deep.equal([
      {
        kind: 'write',
        file: 'wal',
        startedS: 10.5,
        endedS: 10.75,
        offset: 32,
        data: Buffer.from('ab'),
      },
      { kind: 'sync', file: 'wal', startedS: 11, endedS: 11.5 },
      { kind: 'truncate', file: 'database', startedS: 12, endedS: 12.5, size: 4096 },
    ]);
  });

  it('is refused where a write is not whole', async () => {
    const log = `7  10.5 pwrite64(22<${wal}>, "${hex('ab')}"..., 4096, 32) = 4096 <0.1>`;
    const error = await readRecording([[log]]).catch((thrown: unknown) => thrown);
    expect(String(error)).to.match(/cannot read back/);
  });
});

function write(atS: number, offset: number, text: string): DiskOp {
  const data = Buffer.from(text);
  return { kind: 'write', file: 'database', startedS: atS, endedS: atS, offset, data };
}

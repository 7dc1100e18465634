import { writeFileSync } from 'node:fs';

import { createTempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { readClassFigures } from './class-figures.ts';

describe('readClassFigures', function () {
  // The compiler starts once for each of them.
  this.timeout(30_000);

  it('finds fields that anybody may assign, and no others', () => {
    const { mutableFields } = figuresOf(`
      export class Door {
        open = false;
        readonly size = 1;
        private key = 2;
        #lock = 3;
        get state() { return this.#lock + this.key; }
      }`);
    expect(mutableFields).to.deep.equal(['door.ts Door.open']);
  });

  it('counts functions and methods that a class takes, by whatever name, and no parts of others', () => {
    const { functions } = figuresOf(`
      type Random = () => number;
      class Clock { now() { return 1; } }
      interface Options {
        readonly clock: Clock;
        readonly random: Random;
        readonly onOpen: () => void;
        close(): void;
        readonly isOpen?: boolean;
      }
      export class Door { constructor(options: Options, knock: () => void) {} }
      export class Wall { constructor(clock: Clock) {} }`);
    expect(functions).to.deep.include.members([
      { place: 'door.ts Door', count: 4 },
      { place: 'door.ts Wall', count: 0 },
    ]);
  });

  it('finds what assigns a count of what is in flight', () => {
    const counting = (text: string) => figuresOf(text).countingFiles;
    expect(counting('export let inFlight = 0; inFlight += 1;')).to.deep.equal(['door.ts']);
    expect(counting('const a = { inFlight: 1 }; a.inFlight++;')).to.deep.equal(['door.ts']);
    expect(counting('const inFlight = 0; export const b = { inFlight };')).to.deep.equal([]);
  });
});

function figuresOf(text: string) {
  using root = createTempDir();
  const file = root.file('door.ts');
  writeFileSync(file, text);
  return readClassFigures([file], () => 'door.ts');
}

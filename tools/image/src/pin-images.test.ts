import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { filesWithImages, pinImages } from './pin-images.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

describe('pinImages', () => {
  let directory: TempDir;
  const searchPath = process.env['PATH'];

  beforeEach(() => {
    directory = createTempDir();
    mkdirSync(directory.file('ops/docker'), { recursive: true });
    for (const name of filesWithImages) copyFileSync(path.join(root, name), directory.file(name));
    process.env['PATH'] = `${directory.path}:${searchPath}`;
  });

  afterEach(() => {
    process.env['PATH'] = searchPath;
    directory[Symbol.dispose]();
  });

  /** A program in the place of docker. */
  function dockerIs(script: string): void {
    writeFileSync(directory.file('docker'), `#!/bin/sh\n${script}\n`);
    chmodSync(directory.file('docker'), 0o755);
  }
  const texts = (): string[] =>
    filesWithImages.map((name) => readFileSync(directory.file(name), 'utf8'));

  it('puts digests behind all versions, new ones in the place of old ones', () => {
    const before = texts().map((text) => text.replaceAll(/@sha256:[\da-f]+/g, ''));
    for (const digit of ['a', 'b']) {
      dockerIs(`echo ${digest(digit)}`);
      const pinned = pinImages(directory.path);
      expect(pinned).to.have.length(2);
      for (const image of pinned)
        expect(image).to.match(/^(nats|node):\d+\.\d+\.\d+(?!\d).*@sha256:/);
      const [compose = '', dockerfile = ''] = texts();
      expect(compose.match(/ image: nats:\S+@sha256:/g)).to.have.length(2);
      expect(dockerfile.match(/^FROM node:\S+@sha256:\S+ AS /gm)).to.have.length(2);
      expect(
        texts()
          .join('')
          .match(/sha256:[\da-f]+/g)
          ?.every((each) => each === digest(digit)),
      ).to.equal(true);
      expect(texts().map((text) => text.replaceAll(/@sha256:[\da-f]+/g, ''))).to.deep.equal(before);
    }
  });

  for (const [what, script, reason] of [
    [
      'a registry does not answer for one of them',
      `case "$*" in *node*) echo no route >&2; exit 1;; esac; echo ${digest('a')}`,
      'no route',
    ],
    ['docker says something else', 'echo pulled', 'docker said "pulled"'],
  ] as const) {
    it(`changes nothing when ${what}, and says why`, () => {
      const before = texts();
      dockerIs(script);
      expect(() => pinImages(directory.path)).to.throw(
        new RegExp(`^(node|nats):\\S+ has no digest, and nothing was changed: ${reason}`),
      );
      expect(texts()).to.deep.equal(before);
    });
  }
});

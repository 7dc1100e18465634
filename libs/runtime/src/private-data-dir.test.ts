import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { closeDataDir } from './private-data-dir.ts';

describe('closeDataDir', () => {
  let temporary: TempDir;
  let directory: string;
  let before: number;

  beforeEach(() => {
    before = process.umask(0);
    temporary = createTempDir();
    directory = temporary.file('data');
  });

  afterEach(() => {
    process.umask(before);
    temporary[Symbol.dispose]();
  });

  const make = (mode: number, ...files: string[]): void => {
    mkdirSync(directory, { mode });
    for (const name of files) writeFileSync(`${directory}/${name}`, 'x', { mode: 0o644 });
  };
  const modeOf = (name = ''): string =>
    (statSync(`${directory}/${name}`).mode & 0o7777).toString(8);

  it('makes a directory for its owner alone, with those above it', () => {
    directory = temporary.file('deeper/data');
    expect(closeDataDir(directory)).to.deep.equal([]);
    expect(modeOf()).to.equal('700');
    expect(modeOf('..')).to.equal('700');
  });

  it('closes what is there, and says it once', () => {
    const files = ['webhooks.db', 'webhooks.db-wal', 'webhooks.db-shm', 'secrets.json'];
    const others = ['stack.lock', 'webhooks.db.12.restoring', 'webhooks.db.replaced-2026', 'a.db'];
    make(0o755, ...files, ...others);
    mkdirSync(`${directory}/nats`, { mode: 0o755 });
    const said = closeDataDir(directory);
    expect(said).to.include(`others could read ${directory}: its mode was 0755 and is 0700`);
    expect(said).to.include(
      `others could read ${directory}/webhooks.db: its mode was 0644 and is 0600`,
    );
    expect(modeOf()).to.equal('700');
    expect(modeOf('nats')).to.equal('700');
    for (const name of [...files, ...others.slice(0, 3)])
      expect(modeOf(name), name).to.equal('600');
    expect(closeDataDir(directory)).to.deep.equal([]);
  });

  it('leaves a directory that others use as well, and closes what is ours in it', () => {
    make(0o755, 'webhooks.db', 'holiday.jpg');
    expect(closeDataDir(directory)[0]).to.match(/^others may list .* not ours alone: give the /);
    expect([modeOf(), modeOf('webhooks.db'), modeOf('holiday.jpg')]).to.deep.equal([
      '755',
      '600',
      '644',
    ]);
  });

  it('leaves a directory where everybody may write, as /tmp is', () => {
    make(0o755, 'webhooks.db');
    chmodSync(directory, 0o1777);
    closeDataDir(directory);
    expect([modeOf(), modeOf('webhooks.db')]).to.deep.equal(['1777', '600']);
  });

  it('leaves a directory of another user', function () {
    if (process.geteuid?.() !== 0) this.skip();
    make(0o755, 'webhooks.db');
    chownSync(directory, 10_001, 10_001);
    expect(closeDataDir(directory)).to.have.length(2);
    expect(modeOf()).to.equal('755');
  });
});

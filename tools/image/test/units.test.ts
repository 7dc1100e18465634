import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';

import { expect } from 'chai';

const folder = path.resolve(import.meta.dirname, '../../../ops/systemd');
const units = globSync('*.{service,timer}', { cwd: folder });

/** What systemd-analyze says; null where it is not installed. */
function analyze(args: readonly string[]): string | null {
  const { error, stdout, stderr } = spawnSync('systemd-analyze', args, {
    cwd: folder,
    encoding: 'utf8',
  });
  return error === undefined ? stdout + stderr : null;
}

describe('the systemd units', () => {
  it('are understood by systemd as they are written', function () {
    const said = analyze(['verify', ...units.map((unit) => `./${unit}`)]);
    if (said === null) return this.skip();
    // On a machine where they are not installed, what they run is missing.
    const problems = said.split('\n').filter((line) => !/ is not executable: |^$/.test(line));
    expect(problems).to.deep.equal([]);
  });

  for (const unit of units.filter((name) => name.endsWith('.service'))) {
    it(`leave ${unit} little to do harm with`, function () {
      const said = analyze(['security', '--offline=true', `./${unit}`]);
      if (said === null) return this.skip();
      const [, level = '10'] = /Overall exposure level for \S+: ([\d.]+)/.exec(said) ?? [];
      expect(Number(level), said).to.be.at.most(3);
    });
  }
});

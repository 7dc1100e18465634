import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { expect } from 'chai';

describe('nx affected', function () {
  this.timeout(60_000);

  const contractUsers = [
    '@webhooks/bus',
    '@webhooks/contracts',
    '@webhooks/dispatcher',
    '@webhooks/resend-service',
    '@webhooks/rest-facade',
  ];

  it('takes a changed proto to the contracts and to all who use them, and to no one else', () => {
    const affected = affectedBy('proto/webhooks/catalog/v1/catalog.proto');
    expect(affected).to.include.members(['@webhooks/proto', ...contractUsers]);
    expect(affected).to.not.include.members(['@webhooks/domain']);
    expect(affected).to.not.include.members(['@webhooks/delivery']);
  });

  it('takes a changed leaf library to its dependents alone', () => {
    const affected = affectedBy('libs/delivery/src/index.ts');
    expect(affected).to.include.members(['@webhooks/delivery', '@webhooks/dispatcher']);
    expect(affected).to.not.include.members(['@webhooks/rest-facade']);
    expect(affected).to.not.include.members(['@webhooks/domain']);
  });

  it('takes a changed app to the programs that start it', () => {
    const affected = affectedBy('apps/dispatcher/src/main.ts');
    expect(affected).to.include.members([
      '@webhooks/dispatcher',
      '@webhooks/proof-e2e',
      '@webhooks/tool-stack',
    ]);
    expect(affected).to.not.include.members(['@webhooks/resend-service']);
  });

  it('takes the bundler to what it bundles', () => {
    const affected = affectedBy('tools/workspace/src/bundle.ts');
    expect(affected).to.include.members(['@webhooks/dispatcher', '@webhooks/rest-facade']);
  });

  it('takes a changed lock file to everybody', () => {
    expect(affectedBy('package-lock.json')).to.include.members(['@webhooks/domain']);
  });

  it('takes a changed text to nobody', () => {
    for (const file of ['README.md', 'docs/adr/0001.md', 'apps/dispatcher/README.md']) {
      expect(affectedBy(file), file).to.deep.equal([]);
    }
  });
});

function affectedBy(file: string): string[] {
  const output = execFileSync('nx', ['show', 'projects', '--affected', '--files', file, '--json'], {
    cwd: path.resolve('../..'),
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  return JSON.parse(output) as string[];
}

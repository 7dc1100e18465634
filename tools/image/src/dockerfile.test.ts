import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect } from 'chai';

import { allInstructions, commandOf, environmentOf, lastOf, readStages } from './dockerfile.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const dockerfile = readFileSync(path.join(root, 'ops/docker/Dockerfile'), 'utf8');
const apps = ['resend-service', 'dispatcher', 'rest-facade'];

describe('the Dockerfile', () => {
  const stages = readStages(dockerfile);

  it('begins with the Node that everything is tried with', () => {
    const { optionalDependencies } = JSON.parse(
      readFileSync(path.join(root, 'package.json'), 'utf8'),
    ) as { optionalDependencies: Record<string, string> };
    const versions = new Set(Object.values(optionalDependencies));
    const images = stages
      .map(({ from }) => from)
      .filter((from) => from.includes(':'))
      .map((from) => from.replace(/@sha256:[\da-f]{64}$/, ''));
    expect(new Set(images)).to.deep.equal(
      new Set([...versions].map((version) => `node:${version}-bookworm-slim`)),
    );
  });

  it('installs from the manifests alone, before the sources come', () => {
    const workspaces = globSync(['proto/package.json', '{apps,libs,tools,proof}/*/package.json'], {
      cwd: root,
    });
    const build = stages.find(({ name }) => name === 'build')?.instructions ?? [];
    const install = build.findIndex(({ name }) => name === 'RUN');
    expect(build[install]?.text).to.match(/^npm ci --ignore-scripts /);
    const copied = build.slice(0, install).filter(({ name }) => name === 'COPY');
    expect(copied.map(({ text }) => text).toSorted()).to.deep.equal(
      ['package.json', 'package-lock.json', '.npmrc', ...workspaces]
        .map((file) => `${file} ${file}`)
        .toSorted(),
    );
    expect(build.slice(install + 1).map(({ name, text }) => `${name} ${text}`)).to.deep.equal([
      'COPY . .',
      'RUN sh ops/docker/build.sh /out',
    ]);
  });

  for (const app of apps) {
    it(`runs ${app} as nobody in particular, by itself, with a health check`, () => {
      const instructions = allInstructions(stages, app);
      expect(lastOf(instructions, 'USER')).to.match(/^[1-9]\d+:[1-9]\d+$/);
      expect(commandOf(lastOf(instructions, 'CMD'))[0]).to.equal('node');
      expect(commandOf(lastOf(instructions, 'HEALTHCHECK'))[0]).to.equal('node');
      expect(environmentOf(instructions)['HEALTH_PORT']).to.match(/^80\d\d$/);
    });
  }

  it('carries no secret and leaves no sources in an image', () => {
    expect(dockerfile).to.not.match(/SECRET|TOKEN|PASSWORD|ARG /);
    for (const app of apps) {
      const copies = allInstructions(stages, app).filter(({ name }) => name === 'COPY');
      expect(copies.map(({ text }) => text)).to.deep.equal([`--from=build /out/${app} /app`]);
    }
  });
});

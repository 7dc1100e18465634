import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import {
  createTempDir,
  freePort,
  mintUserToken,
  type ProcessHandle,
  sampleRecordsFile,
  startHttpReceiver,
  startNatsServer,
  startProcess,
  waitFor,
} from '@webhooks/testing';
import { expect } from 'chai';

import {
  allInstructions,
  commandOf,
  environmentOf,
  lastOf,
  readStages,
} from '../src/dockerfile.ts';
import { buildStages } from './build-stages.ts';

const repository = path.resolve(import.meta.dirname, '../../..');
const inRootScript = path.join(import.meta.dirname, 'in-root.sh');
const APPS = ['resend-service', 'dispatcher', 'rest-facade'] as const;
type AppName = (typeof APPS)[number];
const UID = 10001;

// Run by "npm run try-images" as root on Linux: there is no container engine in the tests.
describe('the images, without a container engine', function () {
  this.timeout(600_000);
  const started = new AsyncDisposableStack();
  const stages = readStages(readFileSync(path.join(repository, 'ops/docker/Dockerfile'), 'utf8'));
  let roots: string;
  let data: string;
  let settings: Record<string, string>;
  const running = new Map<AppName, ProcessHandle>();

  const inRoot = (root: string, workdir: string, uid: number, mode: 'rw' | 'ro'): string[] => [
    ...['unshare', '--mount', '--propagation', 'private', 'sh', inRootScript],
    ...[root, workdir, `${uid}`, mode, data, path.dirname(process.execPath)],
  ];

  before(async () => {
    const temporary = started.use(createTempDir());
    const context = temporary.file('context');
    roots = temporary.file('roots');
    data = temporary.file('data');
    for (const folder of [context, roots, data]) mkdirSync(folder);
    chmodSync(temporary.path, 0o755);
    chownSync(data, UID, UID);
    const archive = execFileSync('git', ['archive', 'HEAD'], {
      cwd: repository,
      maxBuffer: 256 * 1024 * 1024,
    });
    execFileSync('tar', ['-x', '-C', context], { input: archive });
    const registry = execFileSync('npm', ['config', 'get', 'registry'], {
      encoding: 'utf8',
      cwd: temporary.path,
      // It asks about this machine, not about the workspace that it is started from.
      env: { ...process.env, npm_config_workspace: undefined },
    });
    buildStages(stages, {
      ...{ context, roots },
      environment: {
        PATH: '/node:/usr/local/bin:/usr/bin:/bin',
        HOME: '/tmp',
        npm_config_registry: registry.trim(),
      },
      inRoot: (root, workdir) => inRoot(root, workdir, 0, 'rw'),
    });
    settings = await makeSettings();
  });

  after(() => started.disposeAsync());

  const makeSettings = async (): Promise<Record<string, string>> => {
    const nats = started.use(await startNatsServer());
    const names = ['REST_PORT', 'RPC_PORT', 'SERVICE_ADMIN_PORT', 'DISPATCHER_PORT'];
    const ports = await Promise.all(
      [...names, 'FACADE_ADMIN_PORT'].map(async (name) => [name, `${await freePort()}`]),
    );
    const own = Object.fromEntries(ports) as Record<string, string>;
    return {
      ...own,
      RPC_URL: `http://127.0.0.1:${own['RPC_PORT']}`,
      NATS_URL: nats.url,
      AUTH_HS256_SECRET: 'u'.repeat(32),
      AUTH_SERVICE_HS256_SECRET: 's'.repeat(32),
      SECRETS_KEY: Buffer.alloc(32, 3).toString('base64'),
      ALLOW_HTTP_ENDPOINTS: 'true',
      ALLOWED_PRIVATE_RANGES: '127.0.0.0/8',
    };
  };

  const healthPorts: Readonly<Record<AppName, string>> = {
    'resend-service': 'SERVICE_ADMIN_PORT',
    dispatcher: 'DISPATCHER_PORT',
    'rest-facade': 'FACADE_ADMIN_PORT',
  };

  /** The command line and environment of something in the image of an app, as its user. */
  const inImage = (app: AppName, command: readonly string[]) => {
    const instructions = allInstructions(stages, app);
    expect(lastOf(instructions, 'USER')).to.equal(`${UID}:${UID}`);
    return {
      words: [...inRoot(path.join(roots, app), '/app', UID, 'ro'), ...command],
      env: {
        ...environmentOf(instructions),
        ...settings,
        PATH: '/node:/usr/local/bin:/usr/bin:/bin',
        HEALTH_PORT: settings[healthPorts[app]] ?? '',
      },
    };
  };

  const run = (app: AppName, command: readonly string[]): string => {
    const { words, env } = inImage(app, command);
    const [file = '', ...args] = words;
    return execFileSync(file, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  };

  const isHealthy = (app: AppName): boolean => {
    try {
      run(app, commandOf(lastOf(allInstructions(stages, app), 'HEALTHCHECK')));
      return true;
    } catch {
      return false;
    }
  };

  it('are small', () => {
    for (const app of APPS) {
      const size = execFileSync('du', ['-sk', path.join(roots, app, 'app')], { encoding: 'utf8' });
      console.log(`${app}: ${size.split('\t')[0]} KiB beside Node`);
      expect(Number(size.split('\t')[0])).to.be.below(20_000);
    }
  });

  it('start as a user without rights, with a root that nobody can write to', async () => {
    for (const app of APPS) {
      const command = commandOf(lastOf(allInstructions(stages, app), 'CMD'));
      const { words, env } = inImage(app, ['sh', '-c', `exec ${command.join(' ')}`]);
      // What startProcess appends, the Node of this machine, is nothing to the shell.
      const process = startProcess({ file: 'main.mjs', wrapper: words, env });
      started.use(process);
      running.set(app, process);
      await waitFor(() => isHealthy(app), {
        deadlineMs: 20_000,
        what: () => `${app} to be healthy:\n${process.lines.join('\n')}`,
      });
      expect(readFileSync(`/proc/${process.pid}/status`, 'utf8')).to.match(
        /Uid:\t10001\t10001[\s\S]*CapEff:\t0+\n[\s\S]*NoNewPrivs:\t1/,
      );
      expect(() => run(app, ['sh', '-c', 'echo x > /app/x'])).to.throw(/Read-only file system/);
    }
  });

  it('serve the pages for people', async () => {
    const base = `http://127.0.0.1:${settings['REST_PORT']}`;
    for (const page of ['/docs', '/openapi.json', '/console/']) {
      expect((await fetch(`${base}${page}`)).status, page).to.equal(200);
    }
  });

  it('send a resend through', async () => {
    const receiver = started.use(await startHttpReceiver());
    const records = path.join(data, 'records.ndjson');
    const endpoint = {
      endpoint: { id: 'ep', account_id: 17, url: receiver.url, type_webhook: 'CASHIN' },
    };
    writeFileSync(
      records,
      `${readFileSync(sampleRecordsFile, 'utf8')}${JSON.stringify(endpoint)}\n`,
    );
    const tool = path.join(repository, 'tools/import/src/main.ts');
    const imported = startProcess({ file: tool, args: [records], env: settings });
    expect((await imported.exited).code, imported.lines.join('\n')).to.equal(0);
    const token = mintUserToken(settings['AUTH_HS256_SECRET'] ?? '');
    const url = `http://127.0.0.1:${settings['REST_PORT']}/v3/webhooks/resend`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ resend_type: 'CASHIN', object_reference_id: 12345 });
    const answer = await fetch(url, { method: 'POST', headers, body });
    expect(answer.status).to.equal(200);
    await waitFor(() => receiver.requests.length === 3, { what: 'three deliveries' });
  });

  it('back the database up from inside', () => {
    expect(run('resend-service', ['node', 'backup.mjs', '/data/backup.db'])).to.contain('verified');
    expect(statSync(path.join(data, 'backup.db')).mode & 0o777).to.equal(0o600);
  });

  it('stop when they are told to, well and in time', async () => {
    for (const app of [...APPS].reverse()) {
      expect(await running.get(app)?.stop(15_000)).to.deep.include({ code: 0 });
    }
  });
});

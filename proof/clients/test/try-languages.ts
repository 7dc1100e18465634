import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { serviceToken, startSystem, type System, userToken } from '@webhooks/proof-kit';
import { createTempDir, freePort, spawnChild, waitFor, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { COMPILERS, readRecipes, type LanguageRecipe } from '../src/language-recipes.ts';
import { isInstalled, runStep } from '../src/run-step.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const recipes = readRecipes(readFileSync(path.join(root, 'docs/languages.md'), 'utf8'));

describe('the page of languages', function () {
  // It downloads generators and compilers' worth of packages.
  this.timeout(20 * 60_000);
  const started = new AsyncDisposableStack();
  let scratch: TempDir;
  let system: System;
  let env: Record<string, string>;

  before(async () => {
    scratch = started.use(createTempDir());
    system = started.use(await startSystem());
    const port = String(await freePort());
    const restUrl = `http://127.0.0.1:${system.settings['REST_PORT']}`;
    const signing_secrets = [secret];
    const url = `http://127.0.0.1:${port}/`;
    const endpoint = { id: 'shop', account_id: 17, url, type_webhook: 'CASHIN', signing_secrets };
    await system.importSample([{ endpoint }]);
    env = {
      RESEND_URL: restUrl,
      RESEND_TOKEN: userToken(246),
      RPC_ADDRESS: system.rpcAddress,
      SERVICE_TOKEN: serviceToken('resend:act-as-user'),
      WEBHOOK_SECRET: secret,
      PORT: port,
    };
    writeFileSync(
      scratch.file('openapi.json'),
      await (await fetch(`${restUrl}/openapi.json`)).text(),
    );
    for (const library of ['client', 'contracts']) {
      const folder = path.join(root, 'libs', library);
      execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder });
      const args = ['pack', '--silent', '--pack-destination', scratch.path];
      execFileSync('npm', args, { cwd: path.join(folder, 'dist') });
    }
  });

  after(() => started.disposeAsync());

  it('has a recipe for each of them', () => {
    expect(recipes.map(({ language }) => language)).to.deep.equal(Object.keys(COMPILERS));
    for (const { files, setup, run } of recipes) {
      expect(setup).to.not.equal('');
      expect([...run.keys()]).to.deep.equal(['rest', 'grpc', 'receiver']);
      expect(files.size).to.be.at.least(3);
    }
  });

  for (const recipe of recipes) {
    it(`calls by REST and gRPC, and verifies what it gets: ${recipe.language}`, async function () {
      const missing = (COMPILERS[recipe.language] ?? []).filter((name) => !isInstalled(name));
      if (missing.length > 0) {
        console.log(`      ${recipe.language}: no ${missing.join(', ')} on this machine`);
        this.skip();
      }
      const directory = prepare(recipe);
      await sh(`set -e\n${recipe.setup}`, directory);
      await using receiver = await startReceiver(recipe, directory);
      for (const call of ['rest', 'grpc']) {
        const output = await sh(recipe.run.get(call) ?? '', directory);
        const [, id] = /^resend ([0-9]+)/.exec(output) ?? [];
        expect(id, output).to.be.a('string');
        const resend = await system.api.settled(Number(id));
        expect(resend, `${call}\n${receiver.output}`).to.include({ status: 'COMPLETED' });
      }
      const verified = receiver.output.match(/^verified evt_12345_[123]$/gm) ?? [];
      expect(verified, receiver.output).to.have.length(6);
      await refusesForgeries(receiver);
    });
  }

  /** What is said to be there, and the files of the page. */
  function prepare({ language, files }: LanguageRecipe): string {
    const directory = scratch.file(language);
    mkdirSync(directory);
    cpSync(path.join(root, 'proto/webhooks'), path.join(directory, 'proto/webhooks'), {
      recursive: true,
    });
    for (const name of ['openapi.json', 'webhooks-client-', 'webhooks-contracts-']) {
      execFileSync('sh', ['-c', `cp ${scratch.path}/${name}* ${directory}`]);
    }
    for (const [name, text] of files) {
      mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
      writeFileSync(path.join(directory, name), text);
    }
    return directory;
  }

  function sh(script: string, directory: string): Promise<string> {
    return runStep({ command: ['sh', '-c', script] }, directory, env);
  }

  interface Receiver extends AsyncDisposable {
    readonly output: string;
    readonly url: string;
  }

  async function startReceiver(recipe: LanguageRecipe, directory: string): Promise<Receiver> {
    const command = `exec ${recipe.run.get('receiver')}`;
    const { child, exited } = spawnChild('sh', ['-c', command], {
      cwd: directory,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    const url = `http://127.0.0.1:${env['PORT']}/`;
    await waitFor(() => fetch(url, { method: 'POST' }).then(({ status }) => status === 401), {
      deadlineMs: 60_000,
      what: () => `the receiver to refuse what has no signature:\n${output}`,
    });
    return {
      url,
      get output() {
        return output;
      },
      [Symbol.asyncDispose]: async () => {
        child.kill('SIGKILL');
        await exited;
      },
    };
  }

  /** Another body, an old timestamp, another key; and takes a second signature beside a foreign one. */
  async function refusesForgeries({ url }: Receiver): Promise<void> {
    const nowS = Math.floor(Date.now() / 1000);
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const sign = (body: string, timestamp: number, by = key): string =>
      `v1,${createHmac('sha256', by).update(`evt.${timestamp}.${body}`).digest('base64')}`;
    const post = async (body: string, timestamp: number, signature: string): Promise<number> => {
      const headers = {
        'webhook-id': 'evt',
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signature,
      };
      return (await fetch(url, { method: 'POST', body, headers })).status;
    };
    const foreign = sign('{}', nowS, Buffer.alloc(32, 6));
    expect(await post('{"a":1}', nowS, sign('{}', nowS))).to.equal(401);
    expect(await post('{}', nowS - 600, sign('{}', nowS - 600))).to.equal(401);
    expect(await post('{}', nowS, foreign)).to.equal(401);
    expect(await post('{}', nowS, `${foreign} ${sign('{}', nowS)}`)).to.equal(204);
  }
});

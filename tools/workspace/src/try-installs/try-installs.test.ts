import { createServer } from 'node:net';

import { expect } from 'chai';

import { environmentOf } from './environment.ts';
import { freePorts } from './free-ports.ts';
import { legs, nameOf, type Leg } from './legs.ts';
import { runToEnd } from './run-to-end.ts';
import { isGood, tableOf } from './table.ts';

const leg: Leg = { npm: '12.2.2', node: '24.21.0', scripts: false };

describe('the legs of try-installs', () => {
  it('are npm 11 with three Nodes and npm 12 with two, each with scripts and without', () => {
    const plain = legs.filter(({ beside }) => beside === undefined);
    const majors = plain.map(({ npm, node, scripts }) =>
      [Number.parseInt(npm, 10), Number.parseInt(node, 10), scripts].join(' '),
    );
    expect(majors).to.have.members(
      ['11 20', '11 22', '11 24', '12 22', '12 24'].flatMap((pair) => [
        `${pair} true`,
        `${pair} false`,
      ]),
    );
  });

  it('have names of their own', () => {
    expect(new Set(legs.map(nameOf)).size).to.equal(legs.length);
  });

  it('run in the environment of somebody who has this npm alone', () => {
    const places = { root: '/repo', programs: '/tools/bin', cache: '/cache' };
    const env = environmentOf(leg, places, {
      PATH: '/repo/node_modules/.bin:/usr/bin',
      npm_execpath: '/usr/lib/npm-cli.js',
      npm_config_omit: 'dev',
      npm_config_registry: 'https://registry.example',
      NODE_ENV: 'test',
      LANG: 'C',
    });
    expect(env).to.deep.equal({
      PATH: '/tools/bin:/usr/bin',
      npm_config_registry: 'https://registry.example',
      LANG: 'C',
      NPM_CONFIG_CACHE: '/cache',
      NPM_CONFIG_IGNORE_SCRIPTS: 'true',
    });
  });

  it('are good only when both ends were reached, the first in time', () => {
    const good = { leg, firstWebhookS: 90, installOnlyS: 100, problem: null };
    expect(isGood(good)).to.equal(true);
    expect(isGood({ ...good, firstWebhookS: 91 })).to.equal(false);
    expect(isGood({ ...good, installOnlyS: null, problem: 'x' })).to.equal(false);
    const table = tableOf([good, { ...good, firstWebhookS: 91 }]).split('\n');
    expect(table[2]).to.match(/^\| 12\.2\.2 +\| 24\.21\.0 \| off .* 90 s .* 100 s .* ok +\|$/);
    expect(table[3]).to.include('slower than 90 s');
  });

  it('end what said enough, and tell of what ended badly or takes too long', async () => {
    const run = { cwd: '/', env: process.env, timeLimitMs: 5_000 };
    const isEnough = (said: string): boolean => said.includes('ready');
    const said = await runToEnd('sh', ['-c', 'echo ready; exec sleep 60'], { ...run, isEnough });
    expect(said).to.equal('ready\n');
    const failures = [
      [['-c', 'echo why; exit 3'], /ended with 3:\nwhy/],
      [['-c', 'exec sleep 60'], /was ended by SIGKILL/],
    ] as const;
    for (const [args, message] of failures) {
      const failed: unknown = await runToEnd('sh', args, { ...run, timeLimitMs: 500 }).catch(
        (error: unknown) => error,
      );
      expect((failed as Error).message).to.match(message);
    }
  });

  it('get ports that can be listened on', async () => {
    const ports = await freePorts(3);
    expect(new Set(ports).size).to.equal(3);
    const server = createServer().listen(ports[0], '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    server.close();
  });
});

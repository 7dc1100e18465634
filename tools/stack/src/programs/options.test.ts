import { StartupError } from '@webhooks/runtime';
import { expect } from 'chai';

import { defaultPorts, readOptions } from './options.ts';

describe('options of the stack', () => {
  it('have the documented defaults', () => {
    const { sample, exitOnFailure, dataDir, natsUrl, ports } = readOptions([], {});
    expect({ sample, exitOnFailure, natsUrl, ports }).to.deep.equal({
      sample: true,
      exitOnFailure: false,
      natsUrl: null,
      ports: defaultPorts,
    });
    expect(dataDir).to.match(/^\/.*\/data$/);
  });

  it('take ports, the data directory and a broker from the environment', () => {
    const env = { REST_PORT: '9000', DATA_DIR: '/tmp/x', NATS_URL: 'nats://127.0.0.1:5222' };
    const options = readOptions(['--no-sample'], env);
    expect(options).to.include({ sample: false, dataDir: '/tmp/x', natsUrl: env.NATS_URL });
    expect(options.ports).to.include({ REST_PORT: 9_000, RPC_PORT: 8_081 });
  });

  for (const [what, args, env, message] of [
    ['an unknown flag', ['--sample'], {}, /usage/],
    ['an argument', ['sample'], {}, /usage/],
    ['a bad port', [], { REST_PORT: 'x' }, /REST_PORT must be/],
    ['one port for two', [], { REST_PORT: '8081' }, /must differ/],
    ['a sample without a way to make tokens', [], { AUTH_JWKS_URL: 'https://x' }, /--no-sample/],
  ] as const) {
    it(`refuse ${what}`, () => {
      expect(() => readOptions(args, env)).to.throw(StartupError, message);
    });
  }
});

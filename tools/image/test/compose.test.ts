import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect } from 'chai';
import { parse } from 'yaml';

const file = path.resolve(import.meta.dirname, '../../../compose.yaml');
const APPS = ['resend-service', 'dispatcher', 'rest-facade'];

interface Service {
  readonly image?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly privileged?: boolean;
  readonly env_file?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly build?: { readonly target: string; readonly context: string };
}

describe('the compose file', () => {
  const { services, volumes } = parse(readFileSync(file, 'utf8'), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };

  it('builds each app from its own target, with secrets from a file', () => {
    for (const app of APPS) {
      const { build, env_file: secrets, environment = {} } = services[app] ?? {};
      expect(build).to.include({ target: app, context: '.' });
      expect(secrets).to.equal('ops/docker/webhooks.env');
      expect(Object.keys(environment).filter((name) => /SECRET|TOKEN/.test(name))).to.deep.equal(
        [],
      );
    }
  });

  it('gives nothing more than it needs', () => {
    for (const [name, service] of Object.entries(services)) {
      expect(service.cap_drop, name).to.deep.equal(['ALL']);
      expect(service.privileged, name).to.equal(undefined);
      if (name === 'volumes') continue;
      expect(service.read_only, name).to.equal(true);
      expect(service.cap_add, name).to.equal(undefined);
      expect(service.security_opt, name).to.deep.equal(['no-new-privileges:true']);
    }
  });

  it('shares the database between service and dispatcher alone, and opens the API alone', () => {
    const withDatabase = Object.entries(services)
      .filter(([, service]) => service.volumes?.includes('database:/data'))
      .map(([name]) => name);
    expect(withDatabase).to.deep.equal(['resend-service', 'dispatcher']);
    const open = Object.entries(services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => `${name} ${port}`),
    );
    expect(open).to.deep.equal(['rest-facade 127.0.0.1:8080:8080']);
    expect(Object.keys(volumes)).to.deep.equal(['database', 'nats']);
  });

  it('names a version of what it does not build', () => {
    for (const { image } of Object.values(services)) {
      if (image !== undefined) expect(image).to.match(/:\d+\.\d+\.\d+(?!\d)[^\s:]*$/);
    }
  });
});

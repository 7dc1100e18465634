import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startDnsServer, type DnsServer } from '@webhooks/testing';
import { expect } from 'chai';

import { createNameResolver, type NameResolver } from '../src/index.ts';
import { parseHosts } from '../src/names/hosts-file.ts';

const never = new AbortController().signal;

describe('the hosts file', () => {
  let folder: string;
  let hostsPath: string;
  let dns: DnsServer;
  let names: NameResolver;
  let now = 0;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hosts-'));
    hostsPath = join(folder, 'hosts');
    dns = await startDnsServer(() => ['192.0.2.99']);
    now = 0;
    names = createNameResolver({
      servers: [dns.address],
      ...{ timeoutMs: 2_000, useSystem: false, hostsPath, now: () => now },
    });
  });

  afterEach(async () => {
    names[Symbol.dispose]();
    await dns[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it('comes before DNS, whatever the spelling of its lines', async () => {
    const lines = [
      '# 192.0.2.1 commented.example',
      '192.0.2.2\tTabbed.Example  alias.example # 192.0.2.3 behind.example',
      '  2001:db8::2 tabbed.example\r',
      '192.0.2.2 tabbed.example. receiver',
      '192.0.2.4',
      'fe80::1%lo0 zoned.example',
      '999.0.0.1 wrong.example',
      '192.0.2.5 last.example',
    ];
    await writeFile(hostsPath, lines.join('\n'));
    expect(await addressesOf('tabbed.example')).to.deep.equal(['192.0.2.2', '2001:db8::2']);
    expect(await addressesOf('TABBED.example.')).to.deep.equal(['192.0.2.2', '2001:db8::2']);
    expect(await addressesOf('alias.example')).to.deep.equal(['192.0.2.2']);
    expect(await addressesOf('receiver')).to.deep.equal(['192.0.2.2']);
    expect(await addressesOf('last.example')).to.deep.equal(['192.0.2.5']);
    expect(dns.questions).to.deep.equal([]);
    for (const name of ['commented', 'behind', 'zoned', 'wrong']) {
      expect(await addressesOf(`${name}.example`), name).to.deep.equal(['192.0.2.99']);
    }
  });

  it('is read again when it changes, looked at once a second', async () => {
    await writeFile(hostsPath, '192.0.2.1 a.example');
    expect(await addressesOf('a.example')).to.deep.equal(['192.0.2.1']);
    await writeFile(hostsPath, '192.0.2.2 a.example');
    now = 999;
    expect(await addressesOf('a.example')).to.deep.equal(['192.0.2.1']);
    now = 1_000;
    expect(await addressesOf('a.example')).to.deep.equal(['192.0.2.2']);
    await writeFile(`${hostsPath}.new`, '192.0.2.3 a.example');
    await rename(`${hostsPath}.new`, hostsPath);
    now = 2_000;
    expect(await addressesOf('a.example')).to.deep.equal(['192.0.2.3']);
    await rm(hostsPath);
    now = 3_000;
    expect(await addressesOf('a.example')).to.deep.equal(['192.0.2.99']);
    await writeFile(hostsPath, '192.0.2.4 a.example');
    now = 4_000;
    expect(await addressesOf('a.example')).to.deep.equal(['192.0.2.4']);
  });

  it('is read up to a bound, to the end of a line', async () => {
    const padding = '192.0.2.1 a.example\n'.repeat(3_276);
    // The 65,536th byte is within this line, behind what would be a name of its own.
    await writeFile(
      hostsPath,
      `${padding}192.0.2.10 within.example cut.example\n192.0.2.2 b.example`,
    );
    expect(await addressesOf('a.example')).to.deep.equal(['192.0.2.1']);
    for (const name of ['within.example', 'cut.example', 'b.example']) {
      expect(await addressesOf(name), name).to.deep.equal(['192.0.2.99']);
    }
  });

  it('is read in linear time, whatever is in it', async () => {
    const numbers = Array.from({ length: 4_600 }, (_, index) => index);
    const texts = {
      'addresses of one name': numbers.map((it) => `10.0.${it >> 8}.${it & 255} a`).join('\n'),
      'names of one address': `::1 ${numbers.map((it) => `a${it}.example`).join(' ')}`,
      'names of their own': numbers.map((it) => `::1 a${it}`).join('\n'),
      spaces: `::1${' '.repeat(65_000)}a`,
    };
    for (const [what, text] of Object.entries(texts)) {
      const started = process.cpuUsage();
      expect(parseHosts(`${text}\n::2 last`).get('last'), what).to.deep.equal(['::2']);
      const { user, system } = process.cpuUsage(started);
      expect((user + system) / 1000, what).to.be.lessThan(60);
    }
  });

  it('need not be there for localhost and what is below it, which nobody else is asked for', async () => {
    for (const name of ['localhost', 'LOCALHOST.', 'a.localhost']) {
      expect(await addressesOf(name), name).to.deep.equal(['127.0.0.1', '::1']);
    }
    await writeFile(hostsPath, '127.0.0.1 localhost\n127.0.0.2 b.localhost');
    now = 1_000;
    expect(await addressesOf('localhost')).to.deep.equal(['127.0.0.1']);
    expect(await addressesOf('a.localhost')).to.deep.equal(['127.0.0.1']);
    expect(await addressesOf('b.localhost')).to.deep.equal(['127.0.0.2']);
    expect(dns.questions).to.deep.equal([]);
  });

  function addressesOf(name: string): Promise<readonly string[]> {
    return names.resolve(name, never);
  }
});

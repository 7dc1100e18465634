import { SettingsReader, StartupError } from '@webhooks/runtime';
import { expect } from 'chai';

import { judgeAddress } from './judge-address.ts';
import { readAddressPolicy } from './read-address-policy.ts';
import { readDnsSettings } from './names/read-dns-settings.ts';

describe('settings of names', () => {
  it('are those of the machine by default', () => {
    expect(readDnsSettings(new SettingsReader({}))).to.deep.equal({
      servers: [],
      timeoutMs: 1_000,
      useSystem: false,
    });
  });

  it('take name servers with and without a port', () => {
    const servers = '192.0.2.1, 192.0.2.1:5353,2001:db8::0,[2001:db8::1]:5353';
    const read = new SettingsReader({ DNS_SERVERS: servers });
    expect(readDnsSettings(read).servers).to.deep.equal([
      ...['192.0.2.1', '192.0.2.1:5353', '2001:db8::0', '[2001:db8::1]:5353'],
    ]);
    read.finish();
  });

  for (const [name, value] of [
    ['DNS_SERVERS', 'dns.example'],
    ['DNS_SERVERS', '192.0.2.1:0'],
    ['DNS_SERVERS', '192.0.2.1:65536'],
    ['DNS_SERVERS', '192.0.2.1,'],
    ['DNS_SERVERS', 'udp://192.0.2.1'],
    ['DNS_TIMEOUT_MS', '0'],
    ['DNS_TIMEOUT_MS', '1s'],
    ['DNS_USE_SYSTEM', 'yes'],
  ] as const) {
    it(`are refused with ${name}=${value}`, () => {
      const read = new SettingsReader({ [name]: value });
      readDnsSettings(read);
      expect(() => read.finish())
        .to.throw(StartupError)
        .with.property('message')
        .that.includes(name);
    });
  }
});

describe('NAT64_PREFIXES', () => {
  it('are judged by the IPv4 address behind them', () => {
    const read = new SettingsReader({ NAT64_PREFIXES: '2001:67c:2b0:64::/96, fd00:64::/96' });
    const { allowedRanges, nat64Prefixes } = readAddressPolicy(read);
    read.finish();
    const judge = (address: string): string | null =>
      judgeAddress(address, allowedRanges, nat64Prefixes);
    expect(judge('fd00:64::8.8.8.8')).to.equal(null);
    expect(judge('fd00:64::10.0.0.1')).to.equal('not a public address');
    expect(judge('2001:67c:2b0:64::127.0.0.1')).to.equal('not a public address');
    expect(judge('fd00:65::8.8.8.8')).to.equal('not a public address');
  });

  it('are refused when no IPv4 address can be behind one', () => {
    const read = new SettingsReader({ NAT64_PREFIXES: '2001:67c:2b0:64::/96,2001:67c::/33' });
    readAddressPolicy(read);
    expect(() => read.finish())
      .to.throw(StartupError)
      .with.property('message')
      .that.includes('NAT64_PREFIXES holds 2001:67c::/33');
  });
});

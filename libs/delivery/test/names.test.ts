import type { AttemptOutcome } from '@webhooks/domain';
import { startDnsServer, type DnsAnswer } from '@webhooks/testing';
import { expect } from 'chai';

import { namesSender } from './support/names-sender.ts';
import { startRawReceiver } from './support/raw-receiver.ts';
import { webhook } from './support/test-sender.ts';

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';

/** Says nothing of silent names, and of the others that they are here. */
const silences: DnsAnswer = (name) => (name.startsWith('silent') ? null : ['127.0.0.1']);

describe('deliveries to names that nobody answers for', () => {
  for (const count of [2, 6, 16, 300]) {
    it(`delay no others, of another account or their own, when there are ${count}`, async () => {
      await using receiver = await startRawReceiver({ onRequest: (socket) => socket.write(ok) });
      await using dns = await startDnsServer(silences);
      await using it = namesSender(dns.address, { attemptTimeoutMs: 3_000 });
      const to = (name: string, accountId: number): Promise<AttemptOutcome> =>
        it.sender.send({ ...webhook(`http://${name}.example:${receiver.port}/`), accountId });
      const silent = Array.from({ length: count }, (_, index) => to(`silent${index}`, 1));
      const other = await to('other', 2);
      expect(other).to.include({ httpStatus: 200, errorClass: null });
      expect(other.durationMs).to.be.lessThan(1_500);
      if (count <= 16) expect(await to('own', 1)).to.include({ httpStatus: 200 });
      for (const outcome of await Promise.all(silent)) {
        expect(outcome.errorClass).to.equal('dns');
        expect(outcome.durationMs).to.be.within(2_900, 4_500);
      }
    });
  }

  it('are told which name it was and what failed', async () => {
    await using dns = await startDnsServer((name) =>
      name.startsWith('unknown') ? { addresses: [], code: 3 } : null,
    );
    await using it = namesSender(dns.address, { attemptTimeoutMs: 300 });
    const unknown = await it.sender.send(webhook('http://unknown.example/'));
    expect(unknown.errorMessage).to.equal(
      'The host name could not be resolved (unknown.example: there is no such name, ENOTFOUND)',
    );
    const silent = await it.sender.send(webhook('http://silent.example/'));
    expect(silent.errorMessage).to.equal(
      'The host name could not be resolved (silent.example: not within 300 ms)',
    );
  });

  it('cost no attempt when the silence is about IPv6 alone', async () => {
    await using receiver = await startRawReceiver({ onRequest: (socket) => socket.write(ok) });
    await using dns = await startDnsServer((_name, _asked, family) =>
      family === 6 ? null : ['127.0.0.1'],
    );
    await using it = namesSender(dns.address, { attemptTimeoutMs: 1_000 });
    const outcome = await it.sender.send(webhook(`http://a.example:${receiver.port}/`));
    expect(outcome).to.include({ httpStatus: 200, errorClass: null });
  });

  it('reach the names of this machine without a name server', async () => {
    await using receiver = await startRawReceiver({ onRequest: (socket) => socket.write(ok) });
    await using dns = await startDnsServer(() => null);
    await using it = namesSender(dns.address, { attemptTimeoutMs: 1_000 });
    for (const name of ['localhost', 'a.localhost']) {
      const outcome = await it.sender.send(webhook(`http://${name}:${receiver.port}/`));
      expect(outcome, name).to.include({ httpStatus: 200, errorClass: null });
    }
    expect(dns.questions).to.deep.equal([]);
  });
});

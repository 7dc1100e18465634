import { expect } from 'chai';

import type { AuditChainHead } from '@webhooks/domain';
import type { Loop } from '@webhooks/runtime';
import { createLogger } from '@webhooks/telemetry';
import { createFakeClock, waitFor, type FakeClock } from '@webhooks/testing';

import { startAuditChain } from './audit-chain-loop.ts';

const HOUR_MS = 3_600_000;

describe('the loop of the audit chain', () => {
  let clock: FakeClock;
  let loop: Loop;
  let waiting: number;
  let head: AuditChainHead | null;
  let logged: unknown[];
  let failures: number;

  beforeEach(() => {
    clock = createFakeClock(1_800_000_000_000);
    [waiting, head, logged, failures] = [0, null, [], 0];
  });
  afterEach(() => loop.stop());

  function start(): void {
    const write = (line: string): void => {
      const { auditRecordId, auditHash } = JSON.parse(line) as Record<string, unknown>;
      if (auditRecordId === undefined) failures += 1;
      else logged.push([auditRecordId, auditHash]);
    };
    loop = startAuditChain({
      audit: {
        extendChain: async (limit) => {
          if (waiting < 0) throw new Error('database is locked');
          const added = Math.min(waiting, limit);
          waiting -= added;
          if (added > 0) head = { recordId: (head?.recordId ?? 0) + added, hash: 'ab' };
          return added;
        },
        chainHead: async () => head,
      },
      timers: clock,
      now: () => clock.now(),
      logger: createLogger({ name: 'test', level: 'info', destination: { write } }),
    });
  }

  const pass = async (ms: number): Promise<void> => {
    await waitFor(() => clock.pendingTimers === 1, { what: 'a pause' });
    clock.advance(ms);
    await waitFor(() => clock.pendingTimers === 1, { what: 'the next pause' });
  };

  it('takes small steps until every act is in the chain, and then says where it ends', async () => {
    waiting = 250;
    start();
    await pass(20);
    expect(logged).to.deep.equal([]);
    await pass(20);
    expect(waiting).to.equal(0);
    expect(logged).to.deep.equal([[250, 'ab']]);
  });

  it('says the first end as soon as there is one, and then once an hour', async () => {
    start();
    await pass(5_000);
    waiting = 1;
    await pass(5_000);
    expect(logged).to.deep.equal([[1, 'ab']]);
    waiting = 2;
    await pass(5_000);
    expect(logged).to.have.lengthOf(1);
    await pass(HOUR_MS);
    expect(logged).to.deep.equal([
      [1, 'ab'],
      [3, 'ab'],
    ]);
  });

  it('tries again when the database refuses', async () => {
    waiting = -1;
    start();
    await pass(5_000);
    expect(failures).to.be.above(0);
    waiting = 1;
    await pass(5_000);
    expect(logged).to.deep.equal([[1, 'ab']]);
  });
});

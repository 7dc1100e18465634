import type { CertificateExpiry, ClientIdentity } from '@webhooks/domain';
import type { Loop } from '@webhooks/runtime';
import { createLogger } from '@webhooks/telemetry';
import { createFakeClock, waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { startExpiryLoop } from './expiry-loop.ts';

const chain = `-----BEGIN CERTIFICATE-----
MIIBXzCCAQWgAwIBAgIJAanIU0QEiWmBMAoGCCqGSM49BAMCMCAxHjAcBgNVBAMM
FXdlYmhvb2tzLmJhbmsuZXhhbXBsZTAiGA8yMDI2MDUyODIwMjY0MFoYDzIwMjYw
OTIxMTQxMzIwWjAgMR4wHAYDVQQDDBV3ZWJob29rcy5iYW5rLmV4YW1wbGUwWTAT
BgcqhkjOPQIBBggqhkjOPQMBBwNCAATST4HkZsYQXs0+cp9DYxLzDFyyDvkWgCVt
4/yVa4DRspXr9s00FA6bbC0uOzPNCyvSOPWgXdbDdGqK+506rw7hoyQwIjAgBgNV
HREEGTAXghV3ZWJob29rcy5iYW5rLmV4YW1wbGUwCgYIKoZIzj0EAwIDSAAwRQIh
AJ736e10mKbS+UGV1pbwStbu01vQjFnAjl2w3fOjaZeGAiBUFrmqOFzqvG2/Z2Eh
vJkhut406OGM/txGHYtrYqoibA==
-----END CERTIFICATE-----`;
const notAfterMs = Date.UTC(2026, 8, 21, 14, 13, 20);
const DAY_MS = 86_400_000;
const identity: ClientIdentity = {
  name: 'bank',
  accountId: null,
  isDefault: false,
  certificates: [{ chain, useFromMs: 0 }],
  signingRequest: null,
};

describe('startExpiryLoop', () => {
  let loop: Loop;

  afterEach(() => loop.stop());

  it('tells of a certificate by its stages, every hour, and no more once it has ended', async () => {
    const clock = createFakeClock(notAfterMs - 30 * DAY_MS - 1);
    const notified: CertificateExpiry[] = [];
    let looks = 0;
    loop = startExpiryLoop({
      identities: {
        list: async () => {
          looks += 1;
          return [{ ...identity, name: 'waits', certificates: [] }, identity];
        },
        tellExpiry: async (expiry) => notified.push(expiry),
      },
      clock,
      timers: clock,
      logger: createLogger({ name: 'test', level: 'silent' }),
    });
    const stageAt = async (leftMs: number): Promise<number | undefined> => {
      const before = looks;
      clock.advance(Math.max(3_600_000, notAfterMs - leftMs - clock.now()));
      await waitFor(() => looks > before && clock.pendingTimers === 1, { what: 'a look' });
      return notified.splice(0).at(-1)?.withinDays;
    };
    await waitFor(() => clock.pendingTimers === 1, { what: 'the first look' });
    expect(notified).to.deep.equal([]);
    expect(await stageAt(8 * DAY_MS)).to.equal(30);
    expect(await stageAt(7 * DAY_MS)).to.equal(7);
    expect(await stageAt(DAY_MS)).to.equal(1);
    expect(await stageAt(0)).to.equal(undefined);
  });
});

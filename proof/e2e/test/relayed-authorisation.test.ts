import { create, toBinary } from '@bufbuild/protobuf';
import { Code, createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-node';
import { expect } from 'chai';

import { CreateResendRequestSchema, RelayService, ResendType } from '@webhooks/contracts';
import { serviceToken, startSystem, userToken, type System } from '@webhooks/proof-kit';

/** A transaction of user 300, and one that nobody has. */
const FOREIGN = 12345;
const UNKNOWN = 999;
const OWN = 98765;

describe('what is forbidden in a call that others share', () => {
  let system: System;

  before(async function () {
    this.timeout(60_000);
    system = await startSystem();
    await system.importSample();
  });
  after(() => system[Symbol.asyncDispose]());

  /** The answer to each of the calls; the headers are those of the call that carries them. */
  async function relay(
    calls: readonly (readonly [authorization: string, object: number])[],
    headers: Readonly<Record<string, string>> = {},
  ): Promise<readonly unknown[]> {
    const baseUrl = `http://${system.rpcAddress}`;
    const transport = createConnectTransport({ baseUrl, httpVersion: '2' });
    const outcomes: unknown[] = [];
    const relayed = calls.map(([authorization, object]) => ({
      authorization,
      timeoutMs: 10_000,
      request: requestOf(object),
    }));
    const answers = createClient(RelayService, transport);
    for await (const { results } of answers.createResends({ calls: relayed }, { headers })) {
      for (const { index, outcome } of results) {
        const isFailure = outcome.case === 'failure';
        outcomes[index] = isFailure
          ? { ...outcome.value, name: Code[outcome.value.code] }
          : outcome;
      }
    }
    return outcomes;
  }

  const user = `Bearer ${userToken(246)}`;

  it('is answered like what is unknown', async () => {
    const [forbidden, unknown, own] = await relay([
      [user, FOREIGN],
      [user, UNKNOWN],
      [user, OWN],
    ]);
    expect(forbidden).to.deep.equal(unknown);
    expect(forbidden).to.deep.include({ name: 'NotFound' });
    expect(own).to.deep.include({ case: 'resendId' });
  });

  it('is refused by the token of each call, whatever the others show', async () => {
    const service = `Bearer ${serviceToken('catalog:write audit:read')}`;
    const tokens = [user, '', 'Bearer x', service, `Bearer ${userToken(300)}`, user];
    const outcomes = await relay(tokens.map((token) => [token, FOREIGN]));
    const names = outcomes.map((outcome) => (outcome as { name?: string }).name ?? 'accepted');
    expect(names).to.deep.equal([
      'NotFound',
      'Unauthenticated',
      'Unauthenticated',
      'PermissionDenied',
      'accepted',
      'NotFound',
    ]);
  });

  it('is not allowed by a token of the call that carries it', async () => {
    const [outcome] = await relay([['', OWN]], { authorization: user });
    expect(outcome).to.deep.include({ name: 'Unauthenticated' });
  });
});

function requestOf(object: number): Uint8Array {
  const selection = { resendType: ResendType.CASHOUT, objectReferenceId: BigInt(object) };
  return toBinary(CreateResendRequestSchema, create(CreateResendRequestSchema, { selection }));
}

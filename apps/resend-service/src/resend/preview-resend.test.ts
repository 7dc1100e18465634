import { create } from '@bufbuild/protobuf';
import { createContextValues, type HandlerContext } from '@connectrpc/connect';
import { expect } from 'chai';

import { principalKey } from '@webhooks/auth';
import { PreviewResendRequestSchema, ResendType } from '@webhooks/contracts';
import { DomainError, type PreviewResult } from '@webhooks/domain';
import { waitFor } from '@webhooks/testing';

import { previewResend } from './preview-resend.ts';

describe('previewResend', () => {
  const request = create(PreviewResendRequestSchema, {
    selection: { resendType: ResendType.CASHIN, objectReferenceId: 5n },
  });
  const nothing = { deliveries: 0, skipped: 0 };
  const empty: PreviewResult = {
    kind: 'previewed',
    preview: {
      ...nothing,
      events: 0,
      byEventType: [],
      byEndpoint: [],
      byLastOutcome: {
        DELIVERED: nothing,
        FAILED: nothing,
        RETRYING: nothing,
        NEVER_ATTEMPTED: nothing,
        UNKNOWN: nothing,
      },
      oldestEventAtUs: null,
      newestEventAtUs: null,
      unmatchedEvents: 0,
      undelivered: null,
      newerOutside: null,
      waiting: 0,
      waitingAt: [],
    },
  };

  /** A service whose previews end when they are asked to. */
  function createService() {
    const running: { readonly forMs: number; readonly end: (result?: PreviewResult) => void }[] =
      [];
    const preview = (_: unknown, forMs: number): Promise<PreviewResult> =>
      new Promise((resolve) => running.push({ forMs, end: (result = empty) => resolve(result) }));
    const catalog = {
      findAccount: async () => 17,
      findObjectAccount: async () => 17,
      findListed: async () => [17],
    };
    const handle = previewResend({
      catalog,
      previews: { preview },
      originalRetryForMs: 0,
      clock: { now: () => 0 },
    });
    const call = async (userId: number) => {
      const user = { kind: 'user', userId, tokenId: 'a' } as const;
      const values = createContextValues().set(principalKey, user);
      return handle(request, { values } as HandlerContext);
    };
    return { running, call };
  }

  const refusalOf = (call: Promise<unknown>) =>
    call.then(
      () => 'none',
      (error: unknown) => (error instanceof DomainError ? error.message : String(error)),
    );

  it('bounds the previews of a user, and leaves room for others', async () => {
    const { running, call } = createService();
    const calls = [1, 1, 1, 1, 2].map((userId) => call(userId));
    await waitFor(() => running.length === 5, { what: 'five previews' });
    expect(await refusalOf(call(1))).to.equal('too many previews of the user');
    running[0]?.end();
    await calls[0];
    calls.push(call(1));
    await waitFor(() => running.length === 6, { what: 'one more' });
    for (const { end } of running) end();
    expect(await Promise.all(calls)).to.have.length(6);
  });

  it('counts for two seconds, and says whether that was enough', async () => {
    const { running, call } = createService();
    const unfinished = call(1);
    await waitFor(() => running.length === 1, { what: 'the preview' });
    expect(running[0]?.forMs).to.equal(2_000);
    running[0]?.end({ kind: 'counting', countedSoFar: 1_234 });
    expect(await unfinished).to.include({ exact: false, countedSoFar: 1_234n, deliveries: 0n });
    const finished = call(1);
    await waitFor(() => running.length === 2, { what: 'the second' });
    running[1]?.end();
    expect(await finished).to.include({ exact: true, countedSoFar: 0n });
  });
});

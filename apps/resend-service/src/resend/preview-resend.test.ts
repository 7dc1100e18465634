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
        NEVER_ATTEMPTED: nothing,
        UNKNOWN: nothing,
      },
      oldestEventAtUs: null,
      newestEventAtUs: null,
      unwantedEvents: 0,
    },
  };

  /** A service whose previews end when they are told to. */
  function createService() {
    const running: { readonly signal: AbortSignal; readonly end: () => void }[] = [];
    const preview = (_: unknown, signal: AbortSignal): Promise<PreviewResult> =>
      new Promise((resolve) => running.push({ signal, end: () => resolve(empty) }));
    const catalog = { findAccount: async () => 17, findObjectAccount: async () => 17 };
    const handle = previewResend({ catalog, resends: { preview } });
    const call = async (userId: number, signal = new AbortController().signal) => {
      const user = { kind: 'user', userId, tokenId: 'a' } as const;
      const values = createContextValues().set(principalKey, user);
      return handle(request, { values, signal } as HandlerContext);
    };
    return { running, call };
  }

  const refusalOf = (call: Promise<unknown>) =>
    call.then(
      () => 'none',
      (error: unknown) => (error instanceof DomainError ? error.message : String(error)),
    );

  it('bounds the previews of a user and of all, and has room again when one ends', async () => {
    const { running, call } = createService();
    const run = (count: number) =>
      waitFor(() => running.length === count, { what: `${count} previews` });
    const calls = [1, 1, 2, 2, 3, 3, 4].map((userId) => call(userId));
    await run(7);
    expect(await refusalOf(call(1))).to.equal('too many previews of the user');
    calls.push(call(4));
    await run(8);
    expect(await refusalOf(call(5))).to.equal('too many previews');
    running[0]?.end();
    await calls[0];
    calls.push(call(5));
    await run(9);
    for (const { end } of running) end();
    expect(await Promise.all(calls)).to.have.length(9);
  });

  it('passes on the signal that ends with the call', async () => {
    const { running, call } = createService();
    const over = new AbortController();
    const answer = call(1, over.signal);
    await waitFor(() => running.length === 1, { what: 'the preview' });
    over.abort();
    expect(running[0]?.signal.aborted).to.equal(true);
    running[0]?.end();
    await answer;
  });
});

import { createClient, type Transport } from '@connectrpc/connect';
import { ResendService } from '@webhooks/contracts';

import { optionsFor } from './call-options.ts';
import { orNull } from './from-message.ts';
import { createGuardedCalls } from './guarded-call.ts';
import type { OutageLog } from './outage-log.ts';
import type { ServiceClient } from './service-client.ts';
import { toResend } from './resend-from-message.ts';

/** The calls that change what became of a resend. */
export type ControlClient = Pick<
  ServiceClient,
  'cancelResend' | 'pauseResend' | 'resumeResend' | 'updateResend' | 'retryFailedDeliveries'
>;

/** Calls resend-service. */
export function createGrpcControlClient(transport: Transport, outages: OutageLog): ControlClient {
  const client = createClient(ResendService, transport);
  const { act } = createGuardedCalls(outages);
  return {
    cancelResend: async (id, caller) => {
      const request = { id: BigInt(id) };
      const answer = await act(() => client.cancelResend(request, optionsFor(caller)));
      return { resend: toResend(answer.resend), inFlight: orNull(answer.inFlight, Number) };
    },
    pauseResend: async (id, caller) => {
      const request = { id: BigInt(id) };
      const { resend } = await act(() => client.pauseResend(request, optionsFor(caller)));
      return toResend(resend);
    },
    resumeResend: async (id, caller) => {
      const request = { id: BigInt(id) };
      const { resend } = await act(() => client.resumeResend(request, optionsFor(caller)));
      return toResend(resend);
    },
    updateResend: async (id, { maxRatePerSecond }, caller) => {
      const request = {
        id: BigInt(id),
        ...(maxRatePerSecond === null ? {} : { maxRatePerSecond }),
      };
      const { resend } = await act(() => client.updateResend(request, optionsFor(caller)));
      return toResend(resend);
    },
    retryFailedDeliveries: async (id, idempotencyKey, caller) => {
      const request = { id: BigInt(id), idempotencyKey: idempotencyKey ?? '' };
      const send = () => client.retryFailedDeliveries(request, optionsFor(caller));
      const { resend } = await act(send, idempotencyKey !== null);
      return toResend(resend);
    },
  };
}

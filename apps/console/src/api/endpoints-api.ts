import type { ChangedEndpoint, CreatedEndpoint, NewEndpoint } from '@webhooks/client';

import { call } from './api.ts';
import type {
  Endpoint,
  EndpointStatistics,
  ResendStatistics,
  TestEvent,
} from './endpoint-types.ts';
import type { Page } from './types.ts';

export const listEndpoints = (query: string, signal: AbortSignal): Promise<Page<Endpoint>> =>
  call(`endpoints?${query}`, { signal });

export const getEndpoint = (id: string, signal: AbortSignal): Promise<Endpoint> =>
  call(`endpoints/${encodeURIComponent(id)}`, { signal });

export const endpointStatistics = (
  id: string,
  hours: number,
  signal: AbortSignal,
): Promise<EndpointStatistics> =>
  call(`endpoints/${encodeURIComponent(id)}/statistics?hours=${hours}`, { signal });

/** The same key makes one endpoint, however often it is sent. */
export const createEndpoint = (
  body: NewEndpoint,
  idempotencyKey: string,
): Promise<CreatedEndpoint> =>
  call('endpoints', {
    method: 'POST',
    body,
    headers: { 'Idempotency-Key': idempotencyKey },
  });

export const sendTestEvent = (id: string): Promise<{ readonly test_event: TestEvent }> =>
  call(`endpoints/${encodeURIComponent(id)}/test`, { method: 'POST' });

export const getTestEvent = (id: string, testId: number): Promise<TestEvent> =>
  call(`endpoints/${encodeURIComponent(id)}/test/${testId}`);

export const removeEndpoint = (id: string): Promise<unknown> =>
  call(`endpoints/${encodeURIComponent(id)}`, { method: 'DELETE' });

export const enableEndpoint = (id: string): Promise<ChangedEndpoint> =>
  call(`endpoints/${encodeURIComponent(id)}`, { method: 'PATCH', body: { enabled: true } });

export const setAutomaticRecovery = (id: string, isOn: boolean): Promise<ChangedEndpoint> =>
  call(`endpoints/${encodeURIComponent(id)}`, {
    method: 'PATCH',
    body: { recover_automatically: isOn },
  });

export const resendStatistics = (id: number, signal: AbortSignal): Promise<ResendStatistics> =>
  call(`resend/${id}/statistics`, { signal });

import { mintUserToken } from '@webhooks/tool-kit';

import { originOf } from '../programs/places.ts';
import type { ProgramSettings } from '../programs/programs.ts';
import { firstResendBody, sendFirstResend } from './first-resend.ts';
import { loadSample } from './load-sample.ts';
import { sample } from './records.ts';

const TOKEN_TTL_S = 12 * 3_600;

/** Loads the sample, sends one resend through, and prints how to send another one. */
export async function runSample(
  { options, secrets }: ProgramSettings,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  await loadSample({
    rpcUrl: originOf(options, 'RPC_PORT'),
    receiverUrl: originOf(options, 'RECEIVER_PORT'),
    serviceSecret: secrets.AUTH_SERVICE_HS256_SECRET ?? '',
    signingSecret: secrets.SAMPLE_SIGNING_SECRET ?? '',
  });
  const restUrl = originOf(options, 'REST_PORT');
  const secret = secrets.AUTH_HS256_SECRET ?? '';
  const token = await mintUserToken({ secret, userId: sample.userId, ttlS: TOKEN_TTL_S });
  print(`\nSample resend of QR Code ${sample.qrCodeId}:`);
  const { answer, log } = await sendFirstResend(restUrl, token, signal);
  print(answer);
  print(`Resend ${log.id} is ${log.status}: ${log.delivered} of ${log.total} delivered.`);
  printTrial(`${restUrl}/v3/webhooks/resend`, token, print);
}

function printTrial(url: string, token: string, print: (line: string) => void): void {
  const authorization = `-H 'Authorization: Bearer ${token}'`;
  print(`\nAccess token of user ${sample.userId}, good for 12 hours:\n${token}`);
  print('\nSend one yourself:');
  print(
    `curl -X POST ${url} ${authorization} -H 'Content-Type: application/json' -d '${firstResendBody}'`,
  );
  print('\nRead the logs:');
  print(`curl ${url} ${authorization}\n`);
}

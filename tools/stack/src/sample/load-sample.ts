import { StartupError } from '@webhooks/runtime';
import { createCatalogSender, importRecords } from '@webhooks/tool-import';
import { mintServiceToken } from '@webhooks/tool-kit';

import { sampleLines } from './records.ts';

/** Imports the sample, as "npm run import" would; doing so again changes nothing. */
export async function loadSample(options: {
  readonly rpcUrl: string;
  readonly receiverUrl: string;
  readonly serviceSecret: string;
  readonly signingSecret: string;
}): Promise<void> {
  const token = await mintServiceToken({
    secret: options.serviceSecret,
    service: 'stack',
    scope: 'catalog:write',
    ttlS: 60,
  });
  using sender = createCatalogSender({ rpcUrl: options.rpcUrl, token });
  const lines = sampleLines(options.receiverUrl, options.signingSecret);
  async function* source(): AsyncGenerator<Uint8Array> {
    for (const line of lines) yield Buffer.from(`${line}\n`);
  }
  await importRecords(source(), sender.send, {
    badLine: (_line, problem) => {
      throw new StartupError(`the sample data was refused: ${problem}`);
    },
    progress: () => {},
  });
}

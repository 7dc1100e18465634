import { fileURLToPath } from 'node:url';

import { freePort, startProcess, type ProcessHandle } from '@webhooks/testing';

import { environment } from './settings.ts';

/** The service as a process of its own. */
export interface ServiceProcess {
  readonly process: ProcessHandle;
  readonly rpcPort: number;
  readonly adminPort: number;
}

const file = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Runs main.ts with an environment; nothing is waited for. */
export function runMain(env: Readonly<Record<string, string>>): ProcessHandle {
  return startProcess({ file, env });
}

/** Starts it on free ports and waits until it serves. */
export async function startServiceProcess(
  dataDir: string,
  natsUrl: string,
): Promise<ServiceProcess> {
  const rpcPort = await freePort();
  const adminPort = await freePort();
  const process = runMain({
    ...environment(dataDir, natsUrl),
    RPC_PORT: String(rpcPort),
    SERVICE_ADMIN_PORT: String(adminPort),
    LOG_LEVEL: 'info',
  });
  await process.line('"msg":"Started"');
  return { process, rpcPort, adminPort };
}

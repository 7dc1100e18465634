import { existsSync } from 'node:fs';
import path from 'node:path';

import { judgeUrl, readAddressPolicy } from '@webhooks/address-guard';
import { SettingsReader, type Environment } from '@webhooks/runtime';
import { readSecretsFile, secretsFile } from '@webhooks/tool-kit';

import type { StackOptions } from '../programs/options.ts';
import { originOf } from '../programs/places.ts';
import { withDefaults } from '../programs/programs.ts';

/** Why the sample is left out, in a sentence; null when it can be loaded. */
export function sampleObstacle(options: StackOptions, env: Environment): string | null {
  // It goes into a new directory or one that has it: never beside data of one's own.
  const isNew = !existsSync(path.join(options.dataDir, 'webhooks.db'));
  if (!isNew && readSecretsFile(secretsFile(env)).SAMPLE_SIGNING_SECRET === undefined) {
    return `${options.dataDir} holds data already, so the sample is left out.`;
  }
  const receiver = new URL(originOf(options, 'RECEIVER_PORT'));
  // What is wrong with these settings the apps say.
  const policy = readAddressPolicy(new SettingsReader(withDefaults(options, env)));
  const reason = judgeUrl(receiver, policy);
  if (reason === null) return null;
  return `The sample is left out: ALLOW_HTTP_ENDPOINTS, ALLOWED_PORTS or ALLOWED_PRIVATE_RANGES keep its receiver ${receiver.origin} from being called (${reason}).`;
}

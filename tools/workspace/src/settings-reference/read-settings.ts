import path from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Environment, SettingsReader } from '@webhooks/runtime';

import { RecordingReader, type ReadSetting } from './recording-reader.ts';

/** A setting, and which programs read it. */
export interface KnownSetting extends ReadSetting {
  readonly readBy: readonly string[];
}

interface SettingsModule {
  readonly readSettings: (env: Environment, read: SettingsReader) => unknown;
}

const root = path.resolve(import.meta.dirname, '../../../..');

const programs: Readonly<Record<string, string>> = {
  service: 'apps/resend-service',
  facade: 'apps/rest-facade',
  dispatcher: 'apps/dispatcher',
  receiver: 'tools/receiver',
  canary: 'tools/canary',
};

/** What is read only beside another setting. */
const environments: readonly Environment[] = [{}, { AUTH_JWKS_URL: 'https://keys.invalid/' }];

/** Asks the settings reader of each program what it reads. */
export async function readKnownSettings(): Promise<readonly KnownSetting[]> {
  const known = new Map<string, KnownSetting>();
  for (const [program, folder] of Object.entries(programs)) {
    for (const setting of await readSettingsOf(folder)) {
      const before = known.get(setting.name);
      if (before !== undefined) assertSame(before, setting);
      known.set(setting.name, { ...setting, readBy: [...(before?.readBy ?? []), program] });
    }
  }
  // The stack reads the ports of its programs, and one of its own.
  return [
    ...known.values(),
    { name: 'NATS_PORT', default: '4222', accepts: 'port', readBy: ['stack'] },
  ];
}

async function readSettingsOf(folder: string): Promise<readonly ReadSetting[]> {
  const url = pathToFileURL(path.join(root, folder, 'src/settings.ts')).href;
  const { readSettings } = (await import(url)) as SettingsModule;
  const settings = new Map<string, ReadSetting>();
  for (const env of environments) {
    const reader = new RecordingReader(env);
    readSettings(env, reader);
    for (const setting of reader.settings) {
      settings.set(setting.name, settings.get(setting.name) ?? setting);
    }
  }
  return [...settings.values()];
}

/** One name has one meaning in every program. */
function assertSame(one: ReadSetting, other: ReadSetting): void {
  if (one.default !== other.default || one.accepts !== other.accepts) {
    throw new Error(`${one.name} is read in two ways: ${JSON.stringify([one, other])}`);
  }
}

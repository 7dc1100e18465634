import path from 'node:path';

import { format, resolveConfig } from 'prettier';

import { readKnownSettings, type KnownSetting } from './read-settings.ts';
import { settingsGroups } from './settings-groups.ts';

/** Where the reference stands. */
export const settingsReferencePath = path.resolve(
  import.meta.dirname,
  '../../../../docs/settings.md',
);

const introduction = `# Settings

Generated from the settings readers by \`npm run generate\`; the tests compare it with them.

Every setting is an environment variable. A program reads its settings once, when it starts; it reports everything that is wrong with them in one line and then refuses to start. An empty variable counts as absent, except that an empty list of address blocks means none. A secret may end with one newline, which is cut off; other white space at its ends is refused. \`npm start\` makes up the secrets that are missing and keeps them in \`DATA_DIR\`.

The programs are the service (\`apps/resend-service\`), the facade (\`apps/rest-facade\`), the dispatcher (\`apps/dispatcher\`), the stack behind \`npm start\`, the sample receiver (\`npm run receiver\`) and the canary (\`npm run canary\`). A port may be 0, for any free one, except with \`npm start\`. \`resendctl\` reads \`RESEND_URL\` and \`RESEND_TOKEN\`; see its help.
`;

/** The text of docs/settings.md. @throws Error where a setting has no meaning, or a meaning no setting. */
export async function settingsReference(): Promise<string> {
  const settings = new Map((await readKnownSettings()).map((setting) => [setting.name, setting]));
  const described = Object.values(settingsGroups).flatMap((group) => Object.keys(group));
  const missing = [...settings.keys()].filter((name) => !described.includes(name));
  const unknown = described.filter((name) => !settings.has(name));
  if (missing.length + unknown.length > 0) {
    throw new Error(
      `Settings without a meaning: ${missing.join()}; that nobody reads: ${unknown.join()}`,
    );
  }
  const sections = Object.entries(settingsGroups).map(([title, group]) => {
    const rows = Object.entries(group).map(([name, meaning]) => row(settings.get(name), meaning));
    return `\n## ${title}\n\n| setting | default | accepts | read by | meaning |\n| - | - | - | - | - |\n${rows.join('\n')}\n`;
  });
  const config = await resolveConfig(settingsReferencePath);
  return format(introduction + sections.join(''), { ...config, parser: 'markdown' });
}

function row(setting: KnownSetting | undefined, meaning: string): string {
  if (setting === undefined) return '';
  const { name, accepts, readBy } = setting;
  const fallback = setting.default ?? '–';
  return `| \`${name}\` | ${fallback} | ${accepts} | ${readBy.join(', ')} | ${meaning} |`;
}

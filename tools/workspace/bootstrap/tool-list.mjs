import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const cpus = { x64: 'x86_64', arm64: 'aarch64' };

/**
 * Programs that are not packages of npm, with the packages of Debian that hold them:
 * `programs` are files in there, the main one first, `systemNames` what the system may call it, and
 * `closure` says that it needs libraries that the system may lack, `versionOption` by what it is tried
 * (`--version`). Without `needed` the tests that
 * use it are skipped where it cannot be had.
 */
const tools = [
  {
    name: 'nats-server',
    packages: ['nats-server'],
    programs: { 'nats-server': 'usr/sbin/nats-server' },
    // Debian puts it where only root's PATH looks.
    besidePath: ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'],
    needed: true,
    howToInstall: `Either install it
  Debian, Ubuntu   apt-get install nats-server
  macOS            brew install nats-server
or name a running one (2.9.10 or newer, with JetStream): NATS_URL=nats://127.0.0.1:4222`,
  },
  { name: 'strace', packages: ['strace'], programs: { strace: 'usr/bin/strace' }, closure: true },
  {
    name: 'faketime',
    packages: ['libfaketime'],
    // A library that shows another clock to a process.
    file: `usr/lib/${cpus[process.arch] ?? process.arch}-linux-gnu/faketime/libfaketimeMT.so.1`,
  },
  {
    name: 'prometheus',
    packages: ['prometheus'],
    programs: { prometheus: 'usr/bin/prometheus', promtool: 'usr/bin/promtool' },
  },
  {
    name: 'chromium',
    systemNames: ['chromium', 'chromium-browser', 'google-chrome'],
    packages: ['chromium', 'fonts-dejavu-core'],
    programs: { chromium: 'usr/lib/chromium/chromium' },
    closure: true,
    environment: ['FONTCONFIG_FILE="$here/fonts.conf"'],
    prepare: writeFontSettings,
  },
  {
    name: 'fish',
    packages: ['fish'],
    programs: { fish: 'usr/bin/fish' },
    closure: true,
    // Its functions it looks for beside itself only where its settings are too.
    prepare: (directory) => symlinkSync('../etc', path.join(directory, 'usr/etc')),
  },
  {
    name: 'zsh',
    packages: ['zsh-static', 'zsh-common'],
    programs: { zsh: 'bin/zsh-static' },
    environment: ['FPATH="$(find "$here/usr/share/zsh/functions" -type d | tr "\\n" :)"'],
  },
  {
    name: 'systemd-analyze',
    packages: ['systemd'],
    programs: { 'systemd-analyze': 'usr/bin/systemd-analyze' },
    closure: true,
    // The units that ours depend on; those of the system come after them.
    environment: ['SYSTEMD_UNIT_PATH="$here/usr/lib/systemd/system:$here/lib/systemd/system:"'],
  },
  {
    name: 'nginx',
    packages: ['nginx'],
    programs: { nginx: 'usr/sbin/nginx' },
    closure: true,
    besidePath: ['/usr/sbin', '/usr/local/sbin'],
    versionOption: '-v',
  },
];

/** @throws Error if there is none of that name. */
export function toolNamed(name) {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) throw new Error(`There is no tool ${name}`);
  return tool;
}

/** A page has text only where fonts are found; the system may have none, nor settings for them. */
function writeFontSettings(directory) {
  const fonts = ['/usr/share/fonts', path.join(directory, 'usr/share/fonts')];
  writeFileSync(
    path.join(directory, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
${fonts.map((folder) => `  <dir>${folder}</dir>`).join('\n')}
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`,
  );
}

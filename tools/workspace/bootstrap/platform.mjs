import { readFileSync } from 'node:fs';

/** What packages are made for: the system, the processor, and on Linux the C library. */
export function currentPlatform() {
  const { platform: os, arch: cpu } = process;
  return { os, cpu, libc: os === 'linux' ? linuxLibc() : undefined };
}

/** Whether npm installs a package on a platform; `os`, `cpu` and `libc` are lists or one name. */
export function fits(locked, platform) {
  return ['os', 'cpu', 'libc'].every((kind) => matches(locked[kind], platform[kind]));
}

/** As npm reads such a list: what it refuses by "!" is refused, and what it names is all it takes. */
function matches(wanted, value) {
  if (wanted === undefined) return true;
  const list = [wanted].flat();
  if (list.includes(`!${value}`)) return false;
  const named = list.filter((entry) => !entry.startsWith('!'));
  return named.length === 0 || named.includes('any') || named.includes(value);
}

/** As npm finds it out. */
function linuxLibc() {
  try {
    const ldd = readFileSync('/usr/bin/ldd', 'utf8');
    if (ldd.includes('musl')) return 'musl';
    if (ldd.includes('GNU C Library')) return 'glibc';
  } catch {
    // Small images have no ldd; Node knows what it was linked with.
  }
  process.report.excludeNetwork = true;
  const { header, sharedObjects = [] } = process.report.getReport();
  if (header.glibcVersionRuntime) return 'glibc';
  return sharedObjects.some((file) => /ld-musl-|libc\.musl-/.test(file)) ? 'musl' : undefined;
}

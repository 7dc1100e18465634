import { readdirSync, readFileSync } from 'node:fs';

/** Processor time since a moment in the past. */
export interface LoadReading {
  readonly atMs: number;
  /** All processes together, and what a hypervisor took away. */
  readonly allSeconds: number;
  /** This process and everything that it started. */
  readonly ownSeconds: number;
}

/** Linux counts processor time in hundredths of a second for every reader of /proc. */
const TICKS_PER_SECOND = 100;

/** Reads how busy the machine is with this benchmark and with everything. */
export function readLoad(): LoadReading {
  return { atMs: performance.now(), allSeconds: allSeconds(), ownSeconds: ownSeconds() };
}

/** Cores that other programs kept busy between two readings. */
export function foreignCores(from: LoadReading, to: LoadReading): number {
  const foreign = to.allSeconds - from.allSeconds - (to.ownSeconds - from.ownSeconds);
  return Math.max(0, (foreign * 1000) / (to.atMs - from.atMs));
}

function allSeconds(): number {
  const [, user, nice, system, , , , , steal] = (
    readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? ''
  ).split(/ +/);
  const ticks = Number(user) + Number(nice) + Number(system) + Number(steal);
  return ticks / TICKS_PER_SECOND;
}

function ownSeconds(): number {
  const byParent = Map.groupBy(readProcesses(), ({ parent }) => parent);
  let ticks = 0;
  const waiting = [process.pid];
  const own = readProcess(process.pid);
  if (own !== null) ticks += own.ticks;
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    for (const child of byParent.get(pid) ?? []) {
      ticks += child.ticks;
      waiting.push(child.pid);
    }
  }
  return ticks / TICKS_PER_SECOND;
}

interface ProcessReading {
  readonly pid: number;
  readonly parent: number;
  /** With those of its children that have ended. */
  readonly ticks: number;
}

function readProcesses(): ProcessReading[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
}

/** Null for a process that has ended meanwhile. */
function readProcess(pid: number): ProcessReading | null {
  try {
    // The name of the program is in parentheses and may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { pid, parent: Number(fields[1]), ticks };
  } catch {
    return null;
  }
}

import { readdirSync, readFileSync } from 'node:fs';

/** What a process takes now and has taken since its start. */
export interface ProcessUsage {
  readonly rssMb: number;
  readonly peakRssMb: number;
  readonly cpuSeconds: number;
}

/** Linux counts processor time in hundredths of a second for every reader of /proc. */
const TICKS_PER_SECOND = 100;

/** Reads the usage of a running process from /proc. */
export function usageOf(pid: number): ProcessUsage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const rssKib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  const peakKib = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]);
  // The name of the program is in parentheses and may hold spaces.
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const ticks = Number(afterName[11]) + Number(afterName[12]);
  return {
    rssMb: rssKib / 1024,
    peakRssMb: peakKib / 1024,
    cpuSeconds: ticks / TICKS_PER_SECOND,
  };
}

/** How many descriptors a running process has open: files, sockets, pipes. */
export function openDescriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

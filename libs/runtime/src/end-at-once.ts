/** Says with its exit code that the process before it failed. */
const FAILING_PROGRAM = ['-e', 'process.exitCode = 1'] as const;

/**
 * Ends the process with code 1, whatever its threads do. `process.exit` waits for those of the thread
 * pool, and a name server or a disk that is silent holds one for as long as it likes; a program that
 * takes the place of this one waits for none.
 */
export function endAtOnce(): never {
  try {
    process.execve?.(process.execPath, [process.execPath, ...FAILING_PROGRAM], {});
  } catch {
    // Without memory for a program the kernel's own way is left.
  }
  process.kill(process.pid, 'SIGKILL');
  throw new Error('the process outlived SIGKILL');
}

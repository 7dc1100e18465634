/**
 * Keeps what is written to standard output and standard error from ending the process: the device
 * may be full, and the reader gone. What could not be written is lost.
 */
export function survivingOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
  }
}

function ignore(): void {}

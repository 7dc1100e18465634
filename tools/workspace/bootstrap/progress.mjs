import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';

const TICK_MS = 1000;
/** On a terminal the line is written anew each time; elsewhere each is one more line. */
const TICKS_PER_LINE = 5;

/** Tells on standard error how far a long work is, until it ends. */
export function showProgress(what, { total, count }, output = process.stderr) {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  let ticks = 0;
  output.write(`${what}…${output.isTTY ? '' : '\n'}`);
  const timer = setInterval(() => {
    ticks += 1;
    if (output.isTTY) output.write(`\r${what}… ${seconds()} s, ${count()} of ${total}`);
    else if (ticks % TICKS_PER_LINE === 0)
      output.write(`  ${seconds()} s: ${count()} of ${total}\n`);
  }, TICK_MS);
  return {
    end() {
      clearInterval(timer);
      output.write(
        `${output.isTTY ? '\r' : ''}${what}: ${count()} of ${total} in ${seconds()} s\n`,
      );
    },
  };
}

import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout } from 'node:timers/promises';

const POLL_MS = 200;
const TOUCH_MS = 2_000;
/** Whoever has not touched the lock for so long is gone, whatever runs under its number. */
const STALE_MS = 60_000;

/** Does work that one command at a time may do in a checkout; the file says that one is at it. */
export async function withLock(file, work) {
  let waits = false;
  while (!take(file)) {
    if (!waits) console.error('Another command is installing here; waiting for it…');
    waits = true;
    await setTimeout(POLL_MS);
  }
  const touching = setInterval(() => touch(file), TOUCH_MS);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    rmSync(file, { force: true });
  }
}

/** Makes the file, which only one can; drops one whose maker is gone. */
function take(file) {
  try {
    writeFileSync(file, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (isAbandoned(file)) rmSync(file, { force: true });
    return false;
  }
}

function isAbandoned(file) {
  try {
    const touched = statSync(file).mtimeMs;
    const pid = Number(readFileSync(file, 'utf8'));
    if (Date.now() - touched > STALE_MS) return true;
    // Just made: the number is about to be written.
    return pid > 0 && !isAlive(pid);
  } catch {
    return false;
  }
}

function isAlive(pid) {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function touch(file) {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Somebody took it for abandoned; the work ends all the same.
  }
}

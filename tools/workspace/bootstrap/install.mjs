import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { withLock } from './lock.mjs';
import { expectedPackages, missingPackages } from './missing-packages.mjs';
import { isNodeBroken, removeNode } from './node.mjs';
import { npmCommand } from './npm.mjs';
import { currentPlatform } from './platform.mjs';
import { showProgress } from './progress.mjs';
import { runQuietly } from './run.mjs';

/** Above what npm itself gives a registry that hangs. */
const INSTALL_LIMIT_MS = 20 * 60_000;

/**
 * Installs what package-lock.json names, unless node_modules holds all that is needed. What is there
 * and whole stays where it is, because a stack may be running from it; only where that does not
 * help, everything is installed anew.
 */
export async function installPackages(root, { dev }) {
  const isWhole = installPlan(new Installation(root, dev).state()).length === 0;
  if (isWhole && !isNodeBroken(root)) return;
  await withLock(path.join(root, '.bootstrap.lock'), () => installUnderLock(root, dev));
}

async function installUnderLock(root, dev) {
  if (isNodeBroken(root)) removeNode(root);
  const installation = new Installation(root, dev);
  const plan = installPlan(installation.state());
  if (plan.length === 0) return;
  for (const command of plan) {
    await installation.run(command);
    if (installPlan(installation.state()).length === 0) return installation.rememberLeftOut();
  }
  const { missing } = installation.state();
  const lacking = missing.filter(({ optional }) => !optional);
  if (lacking.length > 0) throw new Error(`npm did not install ${namesOf(lacking)}`);
  installation.rememberLeftOut();
}

/**
 * The commands of npm to try, one after the other, until nothing is missing.
 *
 * @param state.finished Whether npm finished the installation that is there.
 * @param state.matching How many packages are as the lock file says.
 * @param state.missing What is not.
 * @param state.leftOut Optional packages that npm was asked for already and cannot install here.
 */
export function installPlan({ finished, matching, missing, leftOut }) {
  const open = missing.filter(({ folder, optional }) => !(optional && leftOut.includes(folder)));
  if (finished && open.length === 0) return [];
  return finished && matching > 0 ? ['install', 'ci'] : ['ci'];
}

class Installation {
  #root;
  #lockText;
  #expectation;
  /** Whoever has the packages for development keeps them. */
  #includeDev;

  constructor(root, dev) {
    this.#root = root;
    this.#lockText = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
    const { packages: locked = {} } = JSON.parse(this.#lockText);
    this.#expectation = { locked, platform: currentPlatform(), dev };
    const present = this.#readJson(HIDDEN_LOCK)?.packages ?? {};
    this.#includeDev = dev || Object.values(present).some((entry) => entry.dev === true);
  }

  state() {
    const hidden = this.#readJson(HIDDEN_LOCK);
    const missing = missingPackages({
      ...this.#expectation,
      installed: hidden?.packages ?? {},
      exists: (file) => this.#exists(file),
    });
    const finished = hidden !== null && !this.#exists(UNFINISHED);
    const expected = expectedPackages(this.#expectation).length;
    return { finished, matching: expected - missing.length, missing, leftOut: this.#leftOut() };
  }

  async run(command) {
    const wanted = { ...this.#expectation, dev: this.#includeDev };
    const expected = expectedPackages(wanted).map(({ folder }) => folder);
    const { file, args } = npmCommand(command, this.#includeDev, process.env);
    const { matching, missing } = this.state();
    if (matching > 0) console.error(`Not in node_modules, or not whole: ${namesOf(missing)}.`);
    const progress = showProgress(`Installing packages (npm ${command})`, {
      total: expected.length,
      count: () => expected.filter((folder) => this.#exists(`${folder}/package.json`)).length,
    });
    if (command === 'install') this.#write(UNFINISHED, '');
    try {
      await runQuietly(file, args, {
        cwd: this.#root,
        failure: `The packages could not be installed (npm ${command})`,
        timeLimitMs: INSTALL_LIMIT_MS,
      });
    } finally {
      progress.end();
    }
    rmSync(path.join(this.#root, UNFINISHED), { force: true });
  }

  /** So that what npm cannot install here is not asked for again each time. */
  rememberLeftOut() {
    const folders = this.state().missing.map(({ folder }) => folder);
    if (folders.length === 0) return;
    console.error(`npm left out what is optional: ${folders.join(', ')}.`);
    this.#write(LEFT_OUT, JSON.stringify({ lock: this.#digest(), folders }));
  }

  #leftOut() {
    const { lock, folders } = this.#readJson(LEFT_OUT) ?? {};
    return lock === this.#digest() ? folders : [];
  }

  #digest() {
    return createHash('sha256').update(this.#lockText).digest('hex');
  }

  #exists(file) {
    return existsSync(path.join(this.#root, file));
  }

  #write(file, text) {
    mkdirSync(path.join(this.#root, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(this.#root, file), text);
  }

  #readJson(file) {
    try {
      return JSON.parse(readFileSync(path.join(this.#root, file), 'utf8'));
    } catch {
      return null;
    }
  }
}

/** npm writes it last. */
const HIDDEN_LOCK = 'node_modules/.package-lock.json';
/** There while npm changes an installation, whose hidden lock file then tells of the state before. */
const UNFINISHED = 'node_modules/.unfinished';
const LEFT_OUT = 'node_modules/.left-out.json';
const NAMES_SHOWN = 3;

function namesOf(packages) {
  const names = packages.map(({ folder }) => folder.replace(/^node_modules\//, ''));
  const more = names.length - NAMES_SHOWN;
  return names.slice(0, NAMES_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

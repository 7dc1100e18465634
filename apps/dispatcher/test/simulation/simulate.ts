import type { Sender } from '@webhooks/delivery';

import { inventCatalog } from './catalog.ts';
import { DispatcherProcess } from './dispatcher-process.ts';
import { auditCounts, auditEnd, auditSamples } from './end-audit.ts';
import { JobBoard } from './job-board.ts';
import type { OptionFigures } from './option-desk.ts';
import { Owner } from './owner.ts';
import { healthy, inventHealth, Receiver, type Term } from './receiver.ts';
import { Referee } from './referee.ts';
import { inventScenario, soundStore, type Scenario } from './scenario.ts';
import type { SimulatedDatabase } from './simulated-database.ts';
import { World } from './world.ts';

/** How long a world without trouble may take to settle everything, in milliseconds. */
const PATIENCE_MS = 15_000;
/**
 * The same where only the engine's slowest look-outs help, after a clock that jumped or with an
 * expiry, and where an endpoint may get only some deliveries a second.
 */
const LONG_PATIENCE_MS = 100_000;

/** How often somebody looks whether resends with options may go on. */
const LOOK_MS = 100;

/** What came of one simulated world. */
export interface SimulationResult {
  readonly violations: readonly string[];
  readonly trace: readonly string[];
  readonly steps: number;
  readonly attempts: number;
  /** Attempts that a crash had made again. */
  readonly doubles: number;
  readonly simulatedMs: number;
  readonly options: OptionFigures;
}

/** Lets one world happen, from its seed alone, and checks it as it goes and at its end. */
export async function simulate(
  seed: number,
  database: SimulatedDatabase,
): Promise<SimulationResult> {
  database.clear();
  const world = new World(seed);
  const scenario = inventScenario(world.chance, world.whims);
  world.note(JSON.stringify(scenario));
  const simulation = new Simulation(world, scenario, database);
  await simulation.run();
  return simulation.result();
}

class Simulation {
  readonly #world: World;
  readonly #scenario: Scenario;
  readonly #database: SimulatedDatabase;
  readonly #owner: Owner;
  readonly #board: JobBoard;
  readonly #referee: Referee;
  readonly #receivers: ReadonlyMap<string, Receiver>;
  /** Endpoints that may get only so many a second. */
  readonly #rated: ReadonlySet<string>;
  readonly #processes: DispatcherProcess[] = [];
  #isTroubled = true;

  constructor(world: World, scenario: Scenario, database: SimulatedDatabase) {
    this.#world = world;
    this.#scenario = scenario;
    this.#database = database;
    const catalog = inventCatalog(world, scenario);
    const { hasOptions } = scenario;
    const board = (): JobBoard => this.#board;
    this.#owner = new Owner({ world, database, catalog, board, hasOptions });
    this.#board = new JobBoard(world, scenario.hasBadBroker, () => this.#owner.unstarted());
    const { asked } = this.#owner.options;
    this.#referee = new Referee({ world, scenario, catalog, database, asked });
    const rated = catalog.endpoints.filter(({ maxRatePerSecond }) => maxRatePerSecond !== null);
    this.#rated = new Set(rated.map(({ id }) => id));
    this.#receivers = new Map(
      catalog.endpoints.map(({ id, url }) => {
        const health = scenario.hasSickReceivers ? inventHealth(world) : healthy;
        return [url, new Receiver(id, world, health)];
      }),
    );
  }

  async run(): Promise<void> {
    await this.#owner.writeCatalog();
    this.#plan();
    if (this.#scenario.hasOptions) this.#look();
    this.#startProcess();
    if (this.#world.chance.happens(0.3)) this.#startProcess();
    while (await this.#step(this.#scenario.troubleMs));
    await this.#calmDown();
    const { clockJumps, retry } = this.#scenario;
    const isRated = this.#rated.size > 0 || this.#scenario.hasOptions;
    const isLong = clockJumps > 0 || retry.expiresAfterMs < 600_000 || isRated;
    const untilMs = this.#world.passedMs + (isLong ? LONG_PATIENCE_MS : PATIENCE_MS);
    while ((await this.#step(untilMs)) && (this.#world.steps % 10 > 0 || !this.#isSettled()));
    await this.#end(untilMs + LONG_PATIENCE_MS);
  }

  result(): SimulationResult {
    const { violations, trace, steps, passedMs } = this.#world;
    const { arrivals } = this.#referee;
    const recorded = this.#database.value<number>(`SELECT count(*) AS n FROM attempts`);
    return {
      violations,
      trace,
      steps,
      attempts: arrivals.length,
      doubles: arrivals.length - (recorded ?? 0),
      simulatedMs: passedMs,
      options: this.#owner.options.figures,
    };
  }

  async #step(untilMs: number): Promise<boolean> {
    if (this.#world.violations.length > 0) return false;
    const hasStepped = await this.#world.step(untilMs);
    if (this.#world.chance.happens(0.02)) {
      for (const problem of auditCounts(this.#database)) this.#world.violate(problem);
      for (const problem of auditSamples(this.#database)) this.#world.violate(problem);
    }
    return hasStepped;
  }

  /** What will happen, and when. */
  #plan(): void {
    const { resends, controlRequests, crashes, clockJumps, hasSickReceivers } = this.#scenario;
    this.#atAnyTime(resends, () => this.#do(this.#owner.resend()));
    this.#atAnyTime(controlRequests, () => this.#do(this.#owner.controlRequest()));
    this.#atAnyTime(crashes, () => this.#disturbProcess());
    this.#atAnyTime(clockJumps, () => {
      this.#world.jump(this.#world.chance.of([-20_000, -700, 400, 5_000, 40_000]));
    });
    this.#atAnyTime(hasSickReceivers ? 3 : 0, () => {
      const receiver = this.#world.chance.maybeOf([...this.#receivers.values()]);
      if (receiver !== undefined) receiver.health = inventHealth(this.#world);
    });
  }

  /** The service sees what may begin, and owners see how it goes. */
  #look(): void {
    this.#world.after(LOOK_MS, () => {
      this.#do(this.#owner.queueDueJobs());
      this.#do(this.#isTroubled ? this.#owner.look() : this.#owner.resumeSamples());
      this.#look();
    });
  }

  #atAnyTime(times: number, act: () => void): void {
    for (let time = 0; time < times; time += 1) {
      this.#world.after(this.#world.chance.random() * this.#scenario.troubleMs, act);
    }
  }

  #do(work: Promise<void>): void {
    this.#world.busy += 1;
    work
      .catch((error: unknown) => this.#world.violate(`the service failed: ${String(error)}`))
      .finally(() => (this.#world.busy -= 1));
  }

  #startProcess(): void {
    const name = `dispatcher-${String(this.#processes.length + 1)}`;
    const { store } = this.#scenario;
    this.#processes.push(
      new DispatcherProcess(name, {
        world: this.#world,
        scenario: this.#scenario,
        storePolicy: () => (this.#isTroubled ? store : soundStore(store)),
        board: this.#board,
        stores: this.#database,
        sender: (term) => this.#senderOf(term),
      }),
    );
  }

  #senderOf(term: Term): Sender {
    return {
      send: async (request) => {
        const receiver = this.#receivers.get(request.url);
        if (receiver === undefined) throw new Error(`nobody is at ${request.url}`);
        const { arrival, outcome } = receiver.receive(term, request);
        this.#referee.started(arrival);
        const ended = await outcome;
        this.#referee.ended(arrival);
        return ended;
      },
      [Symbol.asyncDispose]: async () => {},
    };
  }

  /** A process is killed, stopped or frozen; another one takes its place. */
  #disturbProcess(): void {
    const { chance } = this.#world;
    const living = this.#processes.filter(({ scope }) => scope.isAlive && !scope.isFrozen);
    const leading = living.filter(({ isLeading }) => isLeading);
    const process = chance.maybeOf(leading.length > 0 ? leading : living);
    if (process === undefined) return;
    const what = chance.of(['killed', 'killed', 'frozen', 'stopped']);
    this.#world.note(`${process.scope.name} is ${what}`);
    if (what === 'killed') process.scope.kill();
    if (what === 'frozen') process.scope.freeze(chance.between(100, 1_500));
    if (what === 'stopped') void this.#stop(process);
    if (what !== 'frozen' || chance.happens(0.5)) {
      this.#world.after(chance.between(0, 300), () => this.#startProcess());
    }
  }

  async #stop(process: DispatcherProcess): Promise<void> {
    await process.stop();
    const { scope, unrecorded } = process;
    // Attempts that did not end in time are cut off with the process, and a store's late answers.
    if (unrecorded === 0 && this.#scenario.store.isDirect && scope.pending > 0) {
      this.#world.violate(`${scope.name} has stopped and left ${String(scope.pending)} timers`);
    }
    scope.kill();
  }

  /** Everything works from here on, and everybody wants their resends done. */
  async #calmDown(): Promise<void> {
    this.#world.note('all trouble is over');
    this.#isTroubled = false;
    this.#board.isBad = false;
    for (const receiver of this.#receivers.values()) receiver.health = healthy;
    await this.#owner.enableAll();
    for (const { id } of this.#owner.accepted) await this.#owner.control(id, 'RESUME');
    if (!this.#processes.some(({ scope }) => scope.isAlive)) this.#startProcess();
  }

  #isSettled(): boolean {
    const unsettled = this.#database.value<number>(
      `SELECT count(*) AS n FROM resends WHERE finished_at_ms IS NULL`,
    );
    return unsettled === 0;
  }

  async #end(untilMs: number): Promise<void> {
    const living = this.#processes.filter(({ scope }) => scope.isAlive);
    let stopping = living.length;
    for (const process of living) void this.#stop(process).finally(() => (stopping -= 1));
    while (stopping > 0 && (await this.#step(untilMs)));
    if (stopping > 0 && this.#world.violations.length === 0) {
      this.#world.violate('a dispatcher does not stop');
    }
    if (this.#world.violations.length > 0) return;
    const problems = auditEnd({
      database: this.#database,
      scenario: this.#scenario,
      owner: this.#owner,
      arrivals: this.#referee.arrivals,
      rated: this.#rated,
      unrecorded: this.#processes.reduce((sum, { unrecorded }) => sum + unrecorded, 0),
    });
    for (const problem of problems) this.#world.violate(problem);
  }
}

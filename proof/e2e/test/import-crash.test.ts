import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { createTempDir, startProcess, waitFor, type ProcessHandle } from '@webhooks/testing';
import { startSystem, type System } from '@webhooks/proof-kit';

import { DatabaseView } from './support/database.ts';
import { bulkAccount } from './support/records.ts';

const EVENTS = 50_000;
/** Some groups are on their way then, and as a rule a thread of the service writes them. */
const KILL_AT = 20_000;
const tool = fileURLToPath(new URL('../../../tools/import/src/main.ts', import.meta.url));

describe('When the service is killed in the middle of an import', function () {
  this.timeout(120_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let file: string;

  before(async () => {
    system = started.use(await startSystem());
    file = started.use(createTempDir()).file('events.ndjson');
    const { records } = bulkAccount(41, { events: EVENTS, objects: 500 }, 'http://127.0.0.1:9/');
    writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  });

  after(() => started.disposeAsync());

  it('the beginning of the file is kept, and another import brings the rest, each event once', async () => {
    const broken = importFile();
    await waitFor(() => isStored(`evt_41_${KILL_AT}`), {
      deadlineMs: 60_000,
      what: 'events to be stored',
    });
    await system.app('resend-service').kill();
    expect(await broken.exited).to.include({ code: 1 });
    expect(broken.errorLines.join('\n')).to.include('to import the rest, run it again');

    const kept = storedEvents();
    expect(kept.length).to.be.lessThan(EVENTS);
    expect(kept).to.deep.equal(idsUpTo(kept.length));
    await system.start('resend-service');
    const whole = importFile();
    expect(await whole.exited, whole.lines.join('\n')).to.include({ code: 0 });
    expect(storedEvents()).to.deep.equal(idsUpTo(EVENTS));
    using database = new DatabaseView(system.databaseFile);
    expect(database.integrity()).to.equal('ok');
  });

  function importFile(): ProcessHandle {
    return startProcess({ file: tool, args: [file], env: system.settings });
  }

  function isStored(id: string): boolean {
    using database = new DatabaseView(system.databaseFile);
    return database.hasEvent(id);
  }

  function storedEvents(): string[] {
    using database = new DatabaseView(system.databaseFile);
    return database.eventIds();
  }

  function idsUpTo(count: number): string[] {
    return Array.from({ length: count }, (_, number) => `evt_41_${number}`);
  }
});

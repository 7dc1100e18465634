import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { startConsole } from './fixture.ts';
import { looks, takePictures } from './pictures.ts';

const directory = path.resolve(import.meta.dirname, '../../../../.pictures');
const MAX_SHOWN = 50;

/** Pictures of every view in every look; what does not fit is named, and makes the exit code 1. */
await using fixture = await startConsole();
if (fixture === null) {
  console.error('pictures: there is no Chromium to take them with');
  process.exitCode = 1;
} else {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  const { pictures, problems } = await takePictures(fixture, looks(), directory);
  for (const problem of problems.slice(0, MAX_SHOWN)) console.log(problem);
  console.log(`${pictures} pictures in ${directory}, ${problems.length} things that do not fit`);
  if (problems.length > 0) process.exitCode = 1;
}

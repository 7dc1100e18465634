import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { differingFiles } from './differing-files.ts';
import { writeProtoReference } from './write-proto-reference.ts';

const GENERATED = 'libs/contracts/src/gen';
const REFERENCE = 'docs/proto.md';

/** Generates the protobuf code beside the committed one and answers which files differ. */
function outdatedFiles(proto: string): string[] {
  const temporary = mkdtempSync(path.join(tmpdir(), 'generated-'));
  try {
    // The template writes to ../libs, seen from proto/.
    const output = path.join(temporary, 'proto');
    execFileSync('buf', ['generate', '-o', output], { cwd: proto, stdio: 'inherit' });
    return differingFiles(path.join(temporary, GENERATED), path.join(proto, '..', GENERATED));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

/** The same for the reference in docs/. */
async function isReferenceOutdated(proto: string): Promise<boolean> {
  const temporary = mkdtempSync(path.join(tmpdir(), 'reference-'));
  try {
    const file = path.join(temporary, 'proto.md');
    await writeProtoReference(proto, file);
    return readFileSync(file, 'utf8') !== readFileSync(path.join(proto, '..', REFERENCE), 'utf8');
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

const outdated = outdatedFiles(process.cwd());
if (await isReferenceOutdated(process.cwd())) outdated.push(REFERENCE);
if (outdated.length > 0) {
  console.error(`Not what proto/ says; run "npm run generate":\n  ${outdated.join('\n  ')}`);
  process.exitCode = 1;
}

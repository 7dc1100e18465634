import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { currentDocument } from '../openapi/current-document.ts';
import { productionSbom } from '../supply-chain/sbom.ts';
import { packProject, publishedFolders } from './published-projects.ts';

const SUMS = 'SHA256SUMS';

/**
 * Writes what belongs to a release into a folder: the packages as they are built, the OpenAPI document,
 * the protos and their descriptors, the bill of materials, and the sums of all of them.
 */
export async function writeArtefacts(root: string, outputFolder: string): Promise<void> {
  rmSync(outputFolder, { recursive: true, force: true });
  mkdirSync(outputFolder, { recursive: true });
  for (const folder of publishedFolders(root)) packProject(root, folder, outputFolder);
  const documents = { 'openapi.json': await currentDocument(), 'sbom.json': productionSbom(root) };
  for (const [name, document] of Object.entries(documents)) {
    writeFileSync(path.join(outputFolder, name), `${JSON.stringify(document, null, 2)}\n`);
  }
  const proto = path.join(root, 'proto');
  const archive = path.join(outputFolder, 'protos.tar.gz');
  execFileSync('tar', ['-czf', archive, '-C', proto, 'webhooks', 'third_party']);
  const descriptors = path.join(outputFolder, 'webhooks.binpb');
  execFileSync('buf', ['build', '-o', descriptors], { cwd: proto });
  const sums = readdirSync(outputFolder).map((name) => {
    const bytes = readFileSync(path.join(outputFolder, name));
    return `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`;
  });
  writeFileSync(path.join(outputFolder, SUMS), sums.join(''));
}

if (import.meta.main) {
  const root = path.resolve(import.meta.dirname, '../../../..');
  await writeArtefacts(root, path.join(root, 'dist/release'));
}

import { readFileSync } from 'node:fs';

import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/**
 * What is known and meant: packages are ES modules alone, which CommonJS requires or imports, and
 * are found by "exports", which resolutions of before Node 16 do not read.
 */
function isMeant(problem: Problem): boolean {
  if (problem.kind === 'CJSResolvesToESM') return true;
  return problem.kind === 'NoResolution' && problem.resolutionKind === 'node10';
}

/** What somebody who installs a packed package would stumble over. */
export async function packageProblems(archive: string): Promise<string[]> {
  return [...(await manifestProblems(archive)), ...(await typeProblems(archive))];
}

async function manifestProblems(archive: string): Promise<string[]> {
  const bytes = readFileSync(archive);
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

/** Programs have no types. */
async function typeProblems(archive: string): Promise<string[]> {
  const result = await checkPackage(createPackageFromTarballData(readFileSync(archive)));
  if (result.types === false) return [];
  const problems = result.problems.filter((problem) => !isMeant(problem));
  return problems.map((problem) => `types: ${JSON.stringify(problem)}`);
}

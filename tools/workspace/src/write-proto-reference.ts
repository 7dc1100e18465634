import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { format, resolveConfig } from 'prettier';

import { protoReference } from './proto-reference.ts';

/** Writes the reference of the module in a folder to a file, as "npm run format" would leave it. */
export async function writeProtoReference(module: string, file: string): Promise<void> {
  const descriptors = `${file}.${process.pid}.binpb`;
  try {
    execFileSync('buf', ['build', '-o', descriptors], { cwd: module, stdio: 'inherit' });
    const set = fromBinary(FileDescriptorSetSchema, readFileSync(descriptors));
    const text = protoReference(createFileRegistry(set));
    const config = await resolveConfig(path.join(module, 'buf.yaml'));
    writeFileSync(file, await format(text, { ...config, parser: 'markdown' }));
  } finally {
    rmSync(descriptors, { force: true });
  }
}

if (import.meta.main) {
  await writeProtoReference(process.cwd(), path.resolve('../docs/proto.md'));
}

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { productionSbom } from './sbom.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const file = path.join(root, 'dist/sbom.json');
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(productionSbom(root), null, 2)}\n`);
console.log(`Wrote ${path.relative(root, file)}`);

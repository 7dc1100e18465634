import path from 'node:path';

import { pinImages } from './pin-images.ts';

try {
  for (const image of pinImages(path.resolve(import.meta.dirname, '../../..'))) console.log(image);
} catch (error) {
  console.error(`pin-images: ${(error as Error).message}`);
  process.exitCode = 1;
}

import { readFileSync } from 'node:fs';

import { currentDocument, RELEASED_DOCUMENT } from './current-document.ts';
import { documentBreaks } from './document-breaks.ts';
import type { JsonObject } from './json.ts';

const released = JSON.parse(readFileSync(RELEASED_DOCUMENT, 'utf8')) as JsonObject;
const breaks = documentBreaks(released, await currentDocument());
for (const problem of breaks) console.error(problem);
if (breaks.length > 0) process.exitCode = 1;

import { writeFileSync } from 'node:fs';

import { currentDocument, RELEASED_DOCUMENT, withoutTexts } from './current-document.ts';

const document = withoutTexts(await currentDocument());
writeFileSync(RELEASED_DOCUMENT, `${JSON.stringify(document)}\n`);

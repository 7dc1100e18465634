import { writeFileSync } from 'node:fs';

import { settingsReference, settingsReferencePath } from './settings-reference.ts';

writeFileSync(settingsReferencePath, await settingsReference());

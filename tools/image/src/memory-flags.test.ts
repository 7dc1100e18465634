import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect } from 'chai';

import {
  defaultPorts,
  dispatcher,
  resendService,
  restFacade,
  type ProgramSettings,
} from '@webhooks/tool-stack';

import { allInstructions, commandOf, lastOf, readStages } from './dockerfile.ts';

const ops = path.resolve(import.meta.dirname, '../../../ops');
const stack: ProgramSettings = {
  options: {
    sample: false,
    exitOnFailure: true,
    host: '127.0.0.1',
    dataDir: '',
    natsUrl: null,
    ports: defaultPorts,
  },
  secrets: {},
  env: {},
  show: () => {},
};
const programs = {
  'resend-service': resendService,
  dispatcher,
  'rest-facade': restFacade,
} as const;

describe('how much memory V8 may take', () => {
  const stages = readStages(readFileSync(path.join(ops, 'docker/Dockerfile'), 'utf8'));
  for (const [app, program] of Object.entries(programs)) {
    it(`is the same for ${app} in the stack, the unit and the image`, () => {
      const unit = readFileSync(path.join(ops, `systemd/webhooks-${app}.service`), 'utf8');
      const flags = sizesIn(program(stack).spec.arguments);
      expect(flags).to.not.deep.equal([]);
      expect(sizesIn(/^ExecStart=(.*)$/m.exec(unit)?.[1]?.split(' '))).to.deep.equal(flags);
      expect(sizesIn(commandOf(lastOf(allInstructions(stages, app), 'CMD')))).to.deep.equal(flags);
    });
  }
});

function sizesIn(words: readonly string[] = []): readonly string[] {
  return words.filter((word) => /^--max-.*-size=/.test(word));
}

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect } from 'chai';

const root = path.resolve(import.meta.dirname, '../../../..');

/** English that stood here for "reported", "continues" and "results in"; each has a plain word. */
const VAGUE = /\b(?:told|goes on|comes to)\b/gi;
/** Their ordinary senses are few. */
const MAX_USES = 9;
const HAS_COMMENT = /\/\/|\/\*|^\s*\*/;

describe('Documents and comments', () => {
  it('say "told", "goes on" and "comes to" in their ordinary senses alone', () => {
    const files = tracked('*.md', '*.ts', '*.tsx', '*.js', '*.mjs', '*.proto');
    const uses = files.flatMap((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      const isProse = (line: string): boolean => file.endsWith('.md') || HAS_COMMENT.test(line);
      const prose = text.split('\n').filter(isProse);
      return (prose.join('\n').match(VAGUE) ?? []).map((word) => `${file}: ${word}`);
    });
    expect(files).to.include('README.md');
    expect(uses.length, uses.join('\n')).to.be.at.most(MAX_USES);
  });
});

/** Files of the index that are there; generated code repeats what proto/ says. */
function tracked(...patterns: string[]): string[] {
  const list = execFileSync('git', ['ls-files', ...patterns], { cwd: root, encoding: 'utf8' });
  return list
    .split('\n')
    .filter((file) => file !== '' && !file.includes('/gen/') && existsSync(path.join(root, file)));
}

import { expect } from 'chai';

import { commands } from '../src/commands/index.ts';
import { commandHelp, mainHelp } from '../src/cli/help.ts';
import { parseCommandLine } from '../src/cli/parse-command-line.ts';

describe('the help', () => {
  const pages = [mainHelp(commands), ...commands.map(commandHelp)];

  it('fits into 80 columns', () => {
    const wide = pages.flatMap((page) => page.split('\n')).filter((line) => [...line].length > 80);
    expect(wide).to.deep.equal([]);
  });

  it('names every command, and every option of each', () => {
    for (const command of commands) {
      expect(pages[0]).to.match(new RegExp(`^  ${command.name} `, 'm'));
      for (const name of Object.keys(command.options)) {
        expect(commandHelp(command)).to.match(new RegExp(`^  --${name}\\b`, 'm'));
      }
    }
  });

  it('has examples for every command that its parser takes', () => {
    for (const command of commands) {
      expect(command.examples, command.name).to.not.be.empty;
      for (const [line] of command.examples) {
        const [name, ...args] = line.replace(/ > .*/, '').split(' ');
        expect(name).to.equal(command.name);
        parseCommandLine(command, args);
      }
    }
  });
});

import type { Command, OptionSpecs } from '../cli/command.ts';
import { commonOptions } from '../cli/parse-command-line.ts';

/** Every option that a command takes. */
export function allOptions(command: Command): OptionSpecs {
  return { ...command.options, ...commonOptions };
}

/** The options of a command whose values are known, with them. */
export function choicesOf(command: Command): [name: string, choices: readonly string[]][] {
  return Object.entries(allOptions(command)).flatMap(([name, { choices }]) =>
    choices === undefined ? [] : [[name, choices]],
  );
}

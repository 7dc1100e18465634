import type { Command, OptionSpec } from '../cli/command.ts';
import { allOptions } from './specs.ts';

/** Completions for fish, with what each command and option does. */
export function fishCompletion(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => {
    const { name, summary, operandChoices } = command;
    const seen = `-n ${quote(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      `complete -c resendctl -f -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
      ...Object.entries(allOptions(command)).map(
        ([option, spec]) =>
          `complete -c resendctl ${seen} -l ${option}${valueOf(spec)} -d ${quote(spec.about)}`,
      ),
      ...(operandChoices === undefined
        ? []
        : [`complete -c resendctl -f ${seen} -a ${quote(operandChoices.join(' '))}`]),
    ];
  });
  return `# Completions of resendctl for fish: put this into ~/.config/fish/completions.
complete -c resendctl -f
${lines.join('\n')}
`;
}

function valueOf({ value, choices }: OptionSpec): string {
  if (value === undefined) return '';
  if (choices !== undefined) return ` -x -a ${quote(choices.join(' '))}`;
  return value === 'FILE' ? ' -r -F' : ' -x';
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, (character) => `\\${character}`)}'`;
}

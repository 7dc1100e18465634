import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { usageError } from '../cli/cli-error.ts';
import type { Command } from '../cli/command.ts';

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** Prints what a shell needs to complete the commands, itself among them. */
export function completionOf(others: readonly Command[]): Command {
  const command: Command = {
    name: 'completion',
    summary: 'print completions for bash, zsh or fish',
    operands: 'SHELL',
    operandChoices: Object.keys(shells),
    arity: [1, 1],
    options: {},
    examples: [
      ['completion bash > ~/.resendctl.bash', 'bash; source that file in your ~/.bashrc'],
      ['completion zsh > ~/.zfunc/_resendctl', 'zsh, with ~/.zfunc in fpath'],
      ['completion fish > ~/.config/fish/completions/resendctl.fish', 'fish'],
    ],
    run: async (args, { out }) => {
      const shell = args.positionals[0] ?? '';
      if (!Object.hasOwn(shells, shell)) throw usageError('SHELL is bash, zsh or fish');
      out.raw(shells[shell as keyof typeof shells]([...others, command]));
      return 'ok';
    },
  };
  return command;
}

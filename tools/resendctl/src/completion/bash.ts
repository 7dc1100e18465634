import type { Command } from '../cli/command.ts';
import { allOptions, choicesOf } from './specs.ts';

/** Completions for bash, by nothing but its own means. */
export function bashCompletion(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const options = commands.map((command) => {
    const words = [...Object.keys(allOptions(command)).map((name) => `--${name}`)];
    return `    ${command.name}) words="${[...words, ...(command.operandChoices ?? [])].join(' ')}" ;;`;
  });
  const values = commands.flatMap((command) =>
    choicesOf(command).map(
      ([name, choices]) => `    ${command.name}:--${name}) words="${choices.join(' ')}" ;;`,
    ),
  );
  return `# Completions of resendctl for bash: source this, or put it where bash-completion looks.
_resendctl() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} --help" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}:$before" in
${values.join('\n')}
    *:--token-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  [ -n "$words" ] || case "\${COMP_WORDS[1]}" in
${options.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _resendctl resendctl
`;
}

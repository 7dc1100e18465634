import type { Command, OptionSpec } from '../cli/command.ts';
import { allOptions } from './specs.ts';

/** Completions for zsh, with what each command and option does. */
export function zshCompletion(commands: readonly Command[]): string {
  const described = commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`);
  const cases = commands.map((command) => {
    const options = Object.entries(allOptions(command)).map(([name, spec]) => optionOf(name, spec));
    // Nothing is known of other operands; a message that says so would keep a Tab from inserting.
    const operands = command.operandChoices?.join(' ') ?? ' ';
    const rest = quote(`*:${command.operands ?? 'none'}:(${operands})`);
    return `    ${command.name}) _arguments ${[...options, rest].join(' ')} ;;`;
  });
  return `#compdef resendctl
# Completions of resendctl for zsh: put this into a folder of fpath, as _resendctl.
_resendctl() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT -= 1 ))
  case $command in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = _resendctl ]; then _resendctl "$@"; else compdef _resendctl resendctl; fi
`;
}

function optionOf(name: string, { about, value, choices, many }: OptionSpec): string {
  const text = about.replaceAll(/[[\]:]/g, (character) => `\\${character}`);
  const values =
    choices === undefined ? (value === 'FILE' ? '_files' : '') : `(${choices.join(' ')})`;
  const argument = value === undefined ? '' : `:${value.replaceAll(/[[\]]/g, '')}:${values}`;
  // Its value may be the next word, or stand behind "=".
  const equals = value === undefined || value.startsWith('[') ? '' : '=';
  return quote(`${many === true ? '*' : ''}--${name}${equals}[${text}]${argument}`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

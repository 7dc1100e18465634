import type { Command } from '../cli/command.ts';
import { allOptions, choicesOf } from './specs.ts';

/** Completions for bash 3.2 and newer, by nothing but its own means. */
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
${FUNCTIONS}
_resendctl() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  local prefix="" words="" name="\${COMP_WORDS[1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    _resendctl_words "${names} --help"
    return
  fi
  # "--option=value" is three words where "=" ends a word, and one where it does not.
  if [ "$current" = "=" ]; then
    current=""
  elif [ "$before" = "=" ]; then
    before="\${COMP_WORDS[COMP_CWORD-2]}"
  else
    case "$current" in
      --*=*) before="\${current%%=*}" prefix="\${current%%=*}=" current="\${current#*=}" ;;
    esac
  fi
  case "$name:$before" in
${values.join('\n')}
    *:--token-file) _resendctl_files; return ;;
  esac
  # What follows "=" is no option.
  if [ -z "$words" ] && [ -z "$prefix" ] && [ "\${COMP_WORDS[COMP_CWORD-1]}" != "=" ] &&
    [ "\${COMP_WORDS[COMP_CWORD]}" != "=" ]; then
    case "$name" in
${options.map((line) => `  ${line}`).join('\n')}
    esac
  fi
  _resendctl_words "$words"
}
complete -F _resendctl resendctl
`;
}

/** What offers words and files; both read the variables of their caller. */
const FUNCTIONS = String.raw`_resendctl_words() {
  local word
  while IFS= read -r word; do
    [ -z "$word" ] || COMPREPLY+=("$prefix$word")
  done < <(compgen -W "$1" -- "$current")
}
_resendctl_files() {
  local file typed="$current"
  # It stands here as it was typed: in quotes, or with backslashes.
  case "$typed" in
    \"*|\'*) typed="${'$'}{typed#?}" ;;
    *) typed="${'$'}{typed//\\/}" ;;
  esac
  # bash quotes a name and adds "/" to a folder, where it is reported that these are files.
  [ -n "$prefix" ] || compopt -o filenames 2>/dev/null
  while IFS= read -r file; do
    COMPREPLY+=("$prefix$file")
  done < <(compgen -f -- "$typed")
}`;

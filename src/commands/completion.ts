import { UsageError } from '../errors.ts';
import type { CommandIo } from './command.ts';

/** What the hidden command is called that the scripts ask. */
export const COMPLETE = '__complete';
/** An answer that stands for names of files: the shell knows them best. */
export const FILES = ':files';

const SHELLS = {
  // Without bash-completion: words that bash takes apart at ":" and "=" are put together by the program.
  bash: `# tradewatch completion bash > ~/.local/share/bash-completion/completions/tradewatch
_tradewatch() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [ "$line" = '${FILES}' ]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")
    else
      COMPREPLY+=("$line")
    fi
  done < <("$1" ${COMPLETE} bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _tradewatch tradewatch
`,
  zsh: `#compdef tradewatch
# tradewatch completion zsh > "\${fpath[1]}/_tradewatch"
_tradewatch() {
  local -a found
  found=("\${(@f)$("\${words[1]}" ${COMPLETE} zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ "\${found[1]}" == '${FILES}' ]]; then
    _files
  else
    compadd -- "\${(@)found:#}"
  fi
}
if [ "\${funcstack[1]}" = '_tradewatch' ]; then _tradewatch "$@"; else compdef _tradewatch tradewatch; fi
`,
  fish: `# tradewatch completion fish > ~/.config/fish/completions/tradewatch.fish
function __tradewatch_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] ${COMPLETE} fish -- $words[2..-1] 2>/dev/null)
        if test "$line" = '${FILES}'
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c tradewatch -f -a '(__tradewatch_complete)'
`,
} as const;

export const SHELL_NAMES: readonly string[] = Object.keys(SHELLS);

/** Prints the script that a shell reads. */
export function completion(io: CommandIo, shell: string): number {
  const script = (SHELLS as Readonly<Record<string, string>>)[shell];
  if (script === undefined) throw new UsageError(`completion: expected one of ${SHELL_NAMES.join(', ')}, got "${shell}"`);
  io.stdout(script);
  return 0;
}

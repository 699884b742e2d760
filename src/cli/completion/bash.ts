import {
  type Candidates,
  type CompletionCommand,
  nameLists,
  optionWords,
  valuedWords,
  withCommands,
} from './model.ts';
import { DEFAULT_ARCH } from '../../kernel/capabilities/machines.ts';
import { archSpellings } from './names.ts';

/**
 * The completion script for bash 3.2 and later. It needs no other package: words that bash parts at `=` and `:` are put
 * together again here, and file names are left to readline, which knows how to quote them.
 */
export function bashScript(commands: readonly CompletionCommand[]): string {
  const valued = valuedWords(commands).map((word) => `*' ${word}'`);
  return `# bash completion for pte-decode, made by "pte-decode completion bash"
_pte_decode() {
  local command= word= current= last= value= option= after= broken= done= index count=0 arch= names=
  COMPREPLY=()
  for ((index = 1; index <= COMP_CWORD; index++)); do
    last=\${COMP_WORDS[index]}
    if [[ $last == [=:] || ( -n $broken && -n $word ) ]]; then
      word+=$last
    else
      [[ $index -gt 1 ]] && _pte_decode_take "$word"
      word=$last
    fi
    [[ $last == [=:] ]] && broken=1 || broken=
  done
  current=$word value=$word
  _pte_decode_arch
  [[ $last == [=:] ]] && last=
  if [[ -n $after ]]; then
    option=$after value=$current
  elif [[ -z $done && $current == --*=* ]]; then
    option=\${current%%=*} value=\${current#*=}
  fi
  if [[ -n $option ]]; then
    case "$command $option" in
${optionCases(commands)}
    esac
  elif [[ -z $done && $current == -* ]]; then
    case $command in
${commands
  .map(
    ({ name, options }) =>
      `      '${name}') _pte_decode_words '${options.flatMap(optionWords).join(' ')}' "$value" ;;`,
  )
  .join('\n')}
    esac
  else
    case "$command $count" in
${argumentCases(commands)}
    esac
  fi
  # Bash replaces what follows its last word break, which is not always the whole value.
  if ((\${#last} <= \${#value})); then
    value=\${value%"$last"}
    COMPREPLY=("\${COMPREPLY[@]#"$value"}")
  else
    COMPREPLY=("\${COMPREPLY[@]/#/\${last%"$value"}}")
  fi
  return 0
}

# Takes a word before the cursor: a value, an option that wants a value, a command, an argument.
_pte_decode_take() {
  if [[ -n $after ]]; then
    [[ $after == --arch ]] && arch=$1
    after=
    [[ $1 == -?* ]] || return
  fi
  [[ -n $done ]] && return
  case "$command $1" in
    *' --') done=1 count=1 ;;
    ${valued.join(' | ')}) after=$1 ;;
    *' --arch='*) arch=\${1#*=} ;;
    *' -'?*) ;;
    *)
${takers(commands)}      case "$count $command $1" in
        ${commandPatterns(commands).join(' | ')}) command=\${command:+$command }$1 ;;
        *) count=1 ;;
      esac
      ;;
  esac
}

# The architecture in force, by its own name; empty where none is given and none is usual.
_pte_decode_arch() {
  case $arch in
${archSpellings()
  .map(({ arch, names }) => `    ${names.join(' | ')}) arch=${arch} ;;`)
  .join('\n')}
    '')
      case $command in
        ${withUsual(commands)}) arch=${DEFAULT_ARCH} ;;
      esac
      ;;
    *) arch= ;;
  esac
}

# The names of a kind on the architecture in force.
_pte_decode_names() {
  case "$1 $arch" in
${nameLists()
  .map(
    ({ kind, archs, words }) =>
      `    ${archs.map((arch) => `'${kind} ${arch}'`).join(' | ')}) names='${words.join(' ')}' ;;`,
  )
  .join('\n')}
  esac
}

_pte_decode_words() {
  COMPREPLY+=($(compgen -W "$1" -- "$2"))
}

# Words with commas between them: the last one is completed.
_pte_decode_list() {
  local before=
  [[ $2 == *,* ]] && before=\${2%,*},
  COMPREPLY+=($(compgen -P "$before" -W "$1" -- "\${2##*,}"))
}

_pte_decode_files() {
  compopt -o default -o filenames 2>/dev/null
}

complete -F _pte_decode pte-decode
`;
}

/** Every command as `COUNT BEFORE WORD`: `0  encode`, and `0 pagemap diff` for one below another. */
function commandPatterns(commands: readonly CompletionCommand[]): readonly string[] {
  const patterns = commands
    .filter(({ name }) => name !== '')
    .flatMap(({ name }) => {
      const [first = '', second] = name.split(' ');
      return [`'0  ${first}'`, ...(second === undefined ? [] : [`'0 ${first} ${second}'`])];
    });
  return [...new Set(patterns)];
}

/** The commands that have an architecture when none is given, as a pattern. */
function withUsual(commands: readonly CompletionCommand[]): string {
  const names = commands.filter(({ hasUsualArch }) => hasUsualArch).map(({ name }) => `'${name}'`);
  return names.join(' | ');
}

/** Lines that take the first argument of some commands for the architecture. */
function takers(commands: readonly CompletionCommand[]): string {
  return commands
    .filter(({ takesArch }) => takesArch)
    .map(({ name }) => `      [[ "$count $command" == '0 ${name}' ]] && arch=$1\n`)
    .join('');
}

/** What completes `$value`, as a line of the script; undefined when nothing does. */
function completes({ words, kind, isList, files }: Candidates): string | undefined {
  const offer = `_pte_decode_${isList ? 'list' : 'words'}`;
  const steps = [
    ...(kind === undefined ? [] : [`_pte_decode_names ${kind}`, `${offer} "$names" "$value"`]),
    ...(kind === undefined && words.length > 0 ? [`${offer} '${words.join(' ')}' "$value"`] : []),
    ...(files ? [words.length > 0 ? '[[ $COMPREPLY ]] || _pte_decode_files' : '_pte_decode_files'] : []),
  ];
  return steps.length > 0 ? steps.join('; ') : undefined;
}

/** Joins cases that do the same. */
function cases(rows: readonly { readonly pattern: string; readonly does: string | undefined }[]): string {
  const byAction = new Map<string, string[]>();
  for (const { pattern, does } of rows)
    if (does !== undefined) byAction.set(does, [...(byAction.get(does) ?? []), `'${pattern}'`]);
  return [...byAction].map(([does, patterns]) => `      ${patterns.join(' | ')}) ${does} ;;`).join('\n');
}

function optionCases(commands: readonly CompletionCommand[]): string {
  return cases(
    commands.flatMap(({ name, options }) =>
      options.flatMap((option) =>
        optionWords(option).map((word) => ({
          pattern: `${name} ${word}`,
          does: completes(option.candidates),
        })),
      ),
    ),
  );
}

function argumentCases(commands: readonly CompletionCommand[]): string {
  return cases(
    commands.flatMap((command) => [
      { pattern: `${command.name} 0`, does: completes(withCommands(command, commands)) },
      { pattern: `${command.name} 1`, does: completes(command.rest) },
    ]),
  );
}

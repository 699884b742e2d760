import {
  below,
  type Candidates,
  type CompletionCommand,
  type CompletionOption,
  nameLists,
  withCommands,
} from './model.ts';
import { DEFAULT_ARCH } from '../../kernel/capabilities/machines.ts';
import { archSpellings } from './names.ts';

/** The completion script for zsh, made of `_arguments` specifications. */
export function zshScript(commands: readonly CompletionCommand[]): string {
  const [decode, ...named] = commands;
  if (!decode) return '';
  const roots = named.filter(({ name }) => !name.includes(' '));
  return `#compdef pte-decode
# zsh completion for pte-decode, made by "pte-decode completion zsh"

# The architecture in force, by its own name, from the words of the command line; empty for none.
_pte_decode_arch() {
  local -i at=\${words[(I)--arch]}
  local given=\${\${words[(R)--arch=*]}#--arch=}
  (( at && at < CURRENT )) && given=\${words[at+1]}
${takers(commands)}  case $given in
${archSpellings()
  .map(({ arch, names }) => `    ${names.join('|')}) arch=${arch} ;;`)
  .join('\n')}
    '')
      case \${(j: :)\${words[2,-1]:#-*}} in
        ${withoutUsual(commands)}) arch= ;;
        *) arch=${DEFAULT_ARCH} ;;
      esac
      ;;
    *) arch= ;;
  esac
}

# Offers the names of a kind on the architecture in force; with commas between them where it says so.
_pte_decode_names() {
  local -a names
  case "$1 $arch" in
${nameLists()
  .map(
    ({ kind, archs, words }) =>
      `    ${archs.map((arch) => `'${kind} ${arch}'`).join('|')}) names=(${words.join(' ')}) ;;`,
  )
  .join('\n')}
  esac
  case $2 in
    list) _sequence compadd - $names ;;
    files) _alternative 'words:word:($names)' 'files:file:_files' ;;
    *) compadd -a names ;;
  esac
}

_pte-decode() {
  local curcontext="$curcontext" state state_descr line ret=1 arch
  _pte_decode_arch
  typeset -A opt_args
  local -a commands
  # What follows a command is that command's, options too.
  _arguments -C -s -S -A '-*' \\
${optionSpecs(decode.options).join(' \\\n')} \\
    '1: :->first' '*:: :->rest' && ret=0
  case $state in
    first)
      commands=(
${below(decode, commands)
  .map(({ word, summary }) => `        ${quoted(`${word}:${summary}`)}`)
  .join('\n')}
      )
      _describe -t commands command commands && ret=0
      ;;
    rest)
      case $line[1] in
${roots.map((root) => rootCase(root, commands)).join('\n')}
        *)
          _arguments -s -S \\
${optionSpecs(decode.options, '            ').join(' \\\n')} && ret=0
          ;;
      esac
      ;;
  esac
  return ret
}

# Run when called by completion, registered when sourced.
if [[ $funcstack[1] == _pte-decode ]]; then
  _pte-decode "$@"
else
  compdef _pte-decode pte-decode
fi
`;
}

/** The commands whose input says the architecture, as a pattern for the words behind the program's name. */
function withoutUsual(commands: readonly CompletionCommand[]): string {
  const names = commands.filter(({ hasUsualArch }) => !hasUsualArch).map(({ name }) => `'${name}'*`);
  return names.join('|');
}

/** Lines that take the first argument of some commands for the architecture. */
function takers(commands: readonly CompletionCommand[]): string {
  return commands
    .filter(({ takesArch }) => takesArch)
    .map(
      ({ name }) => `  [[ $words[2] == ${name} && CURRENT -gt 3 && $words[3] != -* ]] && given=$words[3]\n`,
    )
    .join('');
}

/** The case of a command: first its own subcommands, then itself. */
function rootCase(root: CompletionCommand, commands: readonly CompletionCommand[]): string {
  const children = below(root, commands);
  const call = (command: CompletionCommand, indent: string): string =>
    [
      `${indent}_arguments -s -S`,
      ...optionSpecs(command.options, `${indent}  `),
      ...argumentSpecs(command, commands, `${indent}  `),
    ].join(' \\\n') + ' && ret=0';
  const inner = children.flatMap(({ word }) => {
    const child = commands.find(({ name }) => name === `${root.name} ${word}`);
    return child
      ? [
          `          if [[ CURRENT -gt 2 && $words[2] == ${word} ]]; then
            shift words
            (( CURRENT-- ))
${call(child, '            ')}
            return ret
          fi`,
        ]
      : [];
  });
  return [`        ${root.name})`, ...inner, call(root, '          '), '          ;;'].join('\n');
}

function argumentSpecs(
  command: CompletionCommand,
  commands: readonly CompletionCommand[],
  indent: string,
): readonly string[] {
  const specs: string[] = [];
  const first = action(withCommands(command, commands));
  if (first !== '') specs.push(`${indent}${quoted(`1:${command.argument || 'argument'}:${first}`)}`);
  const rest = action(command.rest);
  if (rest !== '') specs.push(`${indent}${quoted(`*:argument:${rest}`)}`);
  return specs;
}

function optionSpecs(options: readonly CompletionOption[], indent = '    '): readonly string[] {
  return options.map((option) => {
    const value =
      option.value === undefined ? '' : `:${option.value.replace(/:/g, ' ')}:${action(option.candidates)}`;
    const text = quoted(`[${option.text.replace(/[[\]:\\]/g, '\\$&')}]${value}`);
    const sign = option.value === undefined ? '' : '=';
    const long = `--${option.long}${sign}`;
    if (option.letter === undefined) return `${indent}${option.repeat ? "'*'" : ''}${long}${text}`;
    const short = `-${option.letter}${option.value === undefined ? '' : '+'}`;
    const before = option.repeat ? "'*'" : `'(-${option.letter} --${option.long})'`;
    return `${indent}${before}{${short},${long}}${text}`;
  });
}

/** The action of an `_arguments` specification. */
function action({ words, kind, isList, files }: Candidates): string {
  const list = words.join(' ');
  // A blank in front keeps _arguments from putting options of compadd behind the first word.
  if (kind !== undefined) return ` _pte_decode_names ${kind}${isList ? ' list' : files ? ' files' : ''}`;
  if (words.length === 0) return files ? '_files' : '';
  if (isList) return `_sequence compadd - ${list}`;
  return files ? ` _alternative "words\\:word\\:(${list})" "files\\:file\\:_files"` : `(${list})`;
}

/** A word in single quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

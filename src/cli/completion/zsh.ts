import {
  below,
  type Candidates,
  type CompletionCommand,
  type CompletionOption,
  withCommands,
} from './model.ts';

/** The completion script for zsh, made of `_arguments` specifications. */
export function zshScript(commands: readonly CompletionCommand[]): string {
  const [decode, ...named] = commands;
  if (!decode) return '';
  const roots = named.filter(({ name }) => !name.includes(' '));
  return `#compdef pte-decode
# zsh completion for pte-decode, made by "pte-decode completion zsh"

_pte-decode() {
  local curcontext="$curcontext" state state_descr line ret=1
  typeset -A opt_args
  local -a commands
  _arguments -C -s -S \\
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
function action({ words, isList, files }: Candidates): string {
  const list = words.join(' ');
  if (words.length === 0) return files ? '_files' : '';
  if (isList) return `_sequence compadd - ${list}`;
  return files ? `_alternative "words\\:word\\:(${list})" "files\\:file\\:_files"` : `(${list})`;
}

/** A word in single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

import {
  below,
  type Candidates,
  type CompletionCommand,
  type CompletionOption,
  nameLists,
  valuedWords,
} from './model.ts';
import { DEFAULT_ARCH } from '../../kernel/capabilities/machines.ts';
import { archSpellings } from './names.ts';

/** The completion script for fish 3.4 and later. */
export function fishScript(commands: readonly CompletionCommand[]): string {
  const lists = new Map<string, string>();
  const valued = valuedWords(commands).map((word) => `* ${word}`);
  const lines = commands.flatMap((command) => [
    ...below(command, commands).map(({ word, summary }) =>
      complete(`${command.name} 0`, ['-a', quoted(word), '-d', quoted(summary)]),
    ),
    ...argument(`${command.name} 0`, command.first, lists),
    ...argument(`${command.name} 1`, command.rest, lists),
    ...command.options.map((option) =>
      complete(command.name, [...optionFlags(option), ...value(option, lists), '-d', quoted(option.text)]),
    ),
  ]);
  return `# fish completion for pte-decode, made by "pte-decode completion fish"

# The command in force and, in place 2, whether an argument was given: 0 or 1.
function __pte_decode_place
    set -l command
    set -l count 0
    set -l after
    for word in (commandline -opc)[2..]
        if test -n "$after"
            set after
            string match -qr -- '^-.' $word; or continue
        end
        switch (string join ' ' -- "$command" $word)
            case ${valued.map(quoted).join(' ')}
                set after $word
            case '* --'
                set count 1
            case '* -?*'
            case '*'
                if test $count = 0; and contains -- (string join ' ' $command $word) ${commandNames(commands).map(quoted).join(' ')}
                    set -a command $word
                else
                    set count 1
                end
        end
    end
    echo (string join ' ' -- $command)
    echo $count
end

function __pte_decode_is
    set -l place (__pte_decode_place)
    test "$place[1]" = "$argv[1]"; and begin
        test (count $argv) = 1; or test $place[2] = $argv[2]
    end
end

# The architecture in force, by its own name; empty where none is given and none is usual.
function __pte_decode_arch
    set -l words (commandline -opc)
    set -l given (string match -r -- '^--arch=(.*)' $words)[-1]
    set -l at (contains -i -- --arch $words); and set given $words[(math $at + 1)]
${takers(commands)}    switch "$given"
${archSpellings()
  .map(({ arch, names }) => `        case ${names.join(' ')}\n            echo ${arch}`)
  .join('\n')}
        case ''
            set -l place (__pte_decode_place)
            contains -- "$place[1]" ${commands
              .filter(({ hasUsualArch }) => hasUsualArch)
              .map(({ name }) => quoted(name))
              .join(' ')}; and echo ${DEFAULT_ARCH}
    end
end

# The names of a kind on the architecture in force.
function __pte_decode_names
    set -l arch (__pte_decode_arch)
    switch "$argv[1] $arch"
${nameLists()
  .map(
    ({ kind, archs, words: names }) =>
      `        case ${archs.map((arch) => `'${kind} ${arch}'`).join(' ')}\n            string split ' ' '${names.join(' ')}'`,
  )
  .join('\n')}
    end
end

${[...lists].map(([words, name]) => `function ${name}\n    string split ' ' '${words}'\nend\n`).join('\n')}
complete -c pte-decode -f
${lines.join('\n')}
`;
}

/** Lines that take the first argument of some commands for the architecture. */
function takers(commands: readonly CompletionCommand[]): string {
  return commands
    .filter(({ takesArch }) => takesArch)
    .map(
      ({ name }) =>
        `    test "$words[2]" = ${name}; and test (count $words) -gt 2; and string match -qv -- '-*' $words[3]; and set given $words[3]\n`,
    )
    .join('');
}

function complete(place: string, flags: readonly string[]): string {
  const at = /^(.*?) ?([01])?$/.exec(place);
  const count = at?.[2];
  const test = `__pte_decode_is '${at?.[1] ?? ''}'${count === undefined ? '' : ` ${count}`}`;
  return `complete -c pte-decode -n ${quoted(test)} ${flags.join(' ')}`;
}

function argument(place: string, candidates: Candidates, lists: Map<string, string>): readonly string[] {
  const flags = [
    ...(candidates.words.length > 0 ? ['-a', words(candidates, lists)] : []),
    ...(candidates.files ? ['-F'] : []),
  ];
  return flags.length > 0 ? [complete(place, flags)] : [];
}

function optionFlags(option: CompletionOption): readonly string[] {
  return [...(option.letter === undefined ? [] : ['-s', option.letter]), '-l', option.long];
}

function value(option: CompletionOption, lists: Map<string, string>): readonly string[] {
  if (option.value === undefined) return [];
  const { candidates } = option;
  return [
    candidates.files ? '-r -F' : '-x',
    ...(candidates.words.length > 0 ? ['-a', words(candidates, lists)] : []),
  ];
}

/** The words to suggest; long lists stand once in a function. */
function words(candidates: Candidates, lists: Map<string, string>): string {
  const { kind, isList } = candidates;
  if (kind !== undefined)
    return quoted(
      isList ? `(__fish_complete_list , '__pte_decode_names ${kind}')` : `(__pte_decode_names ${kind})`,
    );
  const text = candidates.words.join(' ');
  if (!candidates.isList && text.length < 80) return quoted(text);
  const name = lists.get(text) ?? `__pte_decode_words_${lists.size + 1}`;
  lists.set(text, name);
  return quoted(candidates.isList ? `(__fish_complete_list , ${name})` : `(${name})`);
}

function commandNames(commands: readonly CompletionCommand[]): readonly string[] {
  const names = commands.map(({ name }) => name).filter((name) => name !== '');
  return [...new Set(names.flatMap((name) => [name.split(' ')[0] ?? name, name]))];
}

/** A word in single quotes. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

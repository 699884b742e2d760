import { keptIn } from '../../core/later.ts';
import { optionsOf } from '../options/common.ts';
import type { CommandSpec, OptionSpec, Suggestion } from '../spec.ts';
import { PAGE_PROPERTY_NAMES } from '../../pagemap/page-names.ts';
import { archNames, markerShortNames, NAME_KINDS, type NameKind, namesOf } from './names.ts';

/** What can stand at a place of the command line. */
export interface Candidates {
  readonly words: readonly string[];
  /** Several words may be given with commas between them. */
  readonly isList: boolean;
  /** File names fit too. */
  readonly files: boolean;
  /** The words are those of all architectures: a script offers those of the one in force (`nameLists`). */
  readonly kind?: NameKind;
}

/** An option for completion. */
export interface CompletionOption {
  readonly long: string;
  readonly letter: string | undefined;
  /** Placeholder of the value; undefined for a switch. */
  readonly value: string | undefined;
  readonly candidates: Candidates;
  readonly repeat: boolean;
  readonly text: string;
}

/** A command for completion; the one without a name is plain decoding. */
export interface CompletionCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletionOption[];
  /** The first positional argument. */
  readonly first: Candidates;
  /** The other ones. */
  readonly rest: Candidates;
  /** Placeholder of the first positional argument, or empty. */
  readonly argument: string;
  /** `DEFAULT_ARCH` counts where none is given; else what is read says it. */
  readonly hasUsualArch: boolean;
  /** The first positional argument is an architecture, as after `--arch`. */
  readonly takesArch: boolean;
}

/** Names of a kind that some architectures have in common; an empty one stands for all of them. */
interface NameList {
  readonly kind: NameKind;
  readonly archs: readonly string[];
  readonly words: readonly string[];
}

/** The names that differ from architecture to architecture, each list once. */
export function nameLists(): readonly NameList[] {
  return NAME_KINDS.flatMap((kind) => {
    const lists = new Map<string, { archs: string[]; words: readonly string[] }>();
    for (const arch of ['', ...archNames()]) {
      const words = namesOf(kind, arch === '' ? undefined : arch);
      const list = lists.get(words.join(' ')) ?? { archs: [], words };
      list.archs.push(arch);
      lists.set(words.join(' '), list);
    }
    return [...lists.values()].map((list) => ({ kind, ...list }));
  });
}

const NOTHING: Candidates = { words: [], isList: false, files: false };
const FILES: Candidates = { words: [], isList: false, files: true };

/** What is read says the architecture. */
const ARCH_IS_READ: readonly CommandSpec['group'][] = ['Logs', 'Processes', 'Images'];

/** The commands and everything that can be suggested for them, as data for the writers of scripts. */
export function completionModel(tree: readonly CommandSpec[]): readonly CompletionCommand[] {
  const candidatesFor = cachedCandidates();
  const commands = tree.map((spec): CompletionCommand => {
    const words = spec.args.split(' ').filter((word) => word !== '');
    const named = words.map((word) => (/\bFILE\b/.test(word) ? FILES : NOTHING));
    const first = named[0] ?? NOTHING;
    return {
      name: spec.name,
      summary: spec.summary,
      options: optionsOf(spec).map((option) => ({
        long: option.long,
        letter: option.letter,
        value: option.value,
        candidates: optionCandidates(option, candidatesFor),
        repeat: option.repeat ?? false,
        text: option.text,
      })),
      first: spec.suggest === undefined ? first : candidatesFor(spec.suggest, false),
      rest: spec.suggest === 'file' ? FILES : (named[1] ?? (words[0]?.includes('...') ? first : NOTHING)),
      argument: (words[0] ?? '').replace(/[[\].]/g, ''),
      hasUsualArch: !ARCH_IS_READ.includes(spec.group),
      takesArch: spec.suggest === 'arch',
    };
  });
  return [
    ...commands,
    ...commands.filter(({ name }) => name === '').map(explainCommand),
    helpCommand(commands),
  ];
}

/** `explain VALUE`, which is `--explain VALUE` of plain decoding. */
function explainCommand(decode: CompletionCommand): CompletionCommand {
  return {
    ...decode,
    name: 'explain',
    summary: 'draw the bits of a value (--explain)',
    options: decode.options.filter(({ long }) => long !== 'explain'),
  };
}

/** `help COMMAND`, which is no command of the table. */
function helpCommand(commands: readonly CompletionCommand[]): CompletionCommand {
  const words = commands.flatMap(({ name }) => (name === '' || name.includes(' ') ? [] : [name]));
  return {
    name: 'help',
    summary: 'show help of a command',
    options: [],
    first: { words, isList: false, files: false },
    rest: NOTHING,
    argument: 'COMMAND',
    hasUsualArch: true,
    takesArch: false,
  };
}

type CandidatesFor = (suggestion: Suggestion, repeat: boolean) => Candidates;

function optionCandidates(option: OptionSpec, candidatesFor: CandidatesFor): Candidates {
  if (option.value === undefined) return NOTHING;
  if (option.suggest !== undefined) return candidatesFor(option.suggest, option.repeat ?? false);
  if (option.choices) return { words: option.choices, isList: false, files: false };
  return option.value === 'FILE' ? FILES : NOTHING;
}

/** Resolves suggestions; the long lists are made once. */
function cachedCandidates(): CandidatesFor {
  const lists = new Map<NameKind, readonly string[]>();
  const names = (kind: NameKind): readonly string[] => keptIn(lists, kind, () => namesOf(kind));
  return (suggestion, repeat) => {
    switch (suggestion) {
      case 'file':
        return FILES;
      case 'arch':
        return { words: archNames(), isList: false, files: false };
      case 'kernel':
      case 'property':
      case 'level':
      case 'paging':
        return { words: names(suggestion), kind: suggestion, isList: false, files: false };
      case 'config':
        return { words: names(suggestion), kind: suggestion, isList: false, files: true };
      case 'flag':
      case 'function':
        return { words: names(suggestion), kind: suggestion, isList: true, files: false };
      case 'page-property':
        return { words: PAGE_PROPERTY_NAMES, isList: false, files: false };
      case 'marker':
        return { words: markerShortNames(), isList: true, files: false };
      default:
        return { words: suggestion, isList: repeat, files: false };
    }
  };
}

/** The option words that take a value; a name means the same in all commands. */
export function valuedWords(commands: readonly CompletionCommand[]): readonly string[] {
  const valued = commands.flatMap(({ options }) => options.filter(({ value }) => value !== undefined));
  return [...new Set(valued.flatMap(optionWords))];
}

/** Words of the command line that name an option: `--kernel` and `-k`. */
export function optionWords(option: CompletionOption): readonly string[] {
  return option.letter === undefined ? [`--${option.long}`] : [`-${option.letter}`, `--${option.long}`];
}

/** The candidates of the first word after a command: its own and the commands below it. */
export function withCommands(command: CompletionCommand, commands: readonly CompletionCommand[]): Candidates {
  return {
    ...command.first,
    words: [...below(command, commands).map(({ word }) => word), ...command.first.words],
  };
}

/** The commands right below one: their own word and what they are for. */
export function below(
  command: CompletionCommand,
  commands: readonly CompletionCommand[],
): readonly { readonly word: string; readonly summary: string }[] {
  const prefix = command.name === '' ? '' : `${command.name} `;
  return commands
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name, summary }) => ({ word: name.slice(prefix.length), summary }))
    .filter(({ word }) => word !== '' && !word.includes(' '));
}

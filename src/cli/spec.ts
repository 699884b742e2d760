import type { Io } from '../input/bytes/io.ts';

/** What a shell can suggest for a word: file names, names out of the tables, or these words. */
export type Suggestion =
  | 'file'
  | 'kernel'
  | 'arch'
  | 'config'
  | 'flag'
  | 'marker'
  | 'function'
  | 'property'
  | 'page-property'
  | 'paging'
  | 'level'
  | readonly string[];

/** One option of a command. */
export interface OptionSpec {
  /** Long name without dashes. */
  readonly long: string;
  /** One-letter name. */
  readonly letter?: string;
  /** Other long names that are taken for it, and listed nowhere. */
  readonly aka?: readonly string[];
  /** Placeholder of the value, such as `FILE`; absent for a switch. */
  readonly value?: string;
  /** The values allowed. */
  readonly choices?: readonly string[];
  /** The one of them that others call so. */
  readonly called?: (value: string) => string | undefined;
  /** May be given several times. */
  readonly repeat?: boolean;
  /** Where it may not, another value is refused, as one of the two would be lost; of a look, such as an alias has, the last counts. */
  readonly isLook?: true;
  /** What a value says, where it can be spelled in several ways. */
  readonly meaning?: (value: string) => unknown;
  /** What a shell suggests for the value, where `choices` do not say it already; a value called `FILE` is a file. */
  readonly suggest?: Suggestion;
  readonly text: string;
  /** The option that this is a variant of: it means the same. */
  readonly of?: OptionSpec;
}

/**
 * An option as one command has it: it means the same as everywhere, and the command says what that is here, which of
 * the values it takes, and whether it takes several.
 */
export function variant(
  option: OptionSpec,
  here: Partial<Pick<OptionSpec, 'text' | 'choices' | 'repeat' | 'suggest' | 'aka'>>,
): OptionSpec {
  return { ...option, ...here, of: option };
}

/** Options of several commands with one of them as this command has it. */
export function withVariant(
  options: readonly OptionSpec[],
  option: OptionSpec,
  here: Parameters<typeof variant>[1],
): readonly OptionSpec[] {
  return options.map((known) => (known === option ? variant(option, here) : known));
}

/** A command line and what it is for; the tests run every example. */
export interface Example {
  readonly command: string;
  readonly text: string;
  /** The exit status that it shows; 0 when left out. */
  readonly exit?: number;
}

/** What commands are about, in the order of the help. */
export const GROUPS = ['Values', 'Logs', 'Processes', 'Images', 'Kernels', 'Other'] as const;
type CommandGroup = (typeof GROUPS)[number];

/** A command as data: from it come the parser, the help, the completions and the man page. */
export interface CommandSpec {
  /** Full name, with spaces for a command below another (`pagemap diff`); empty for plain decoding. */
  readonly name: string;
  /** What it is about; absent for plain decoding. */
  readonly group?: CommandGroup;
  /** Positional arguments as the usage line shows them, such as `[VALUE...]`. */
  readonly args: string;
  /** What a shell suggests for the first positional argument, `file` for all of them; one called `FILE` is a file. */
  readonly suggest?: Suggestion;
  readonly summary: string;
  /** More about it, in paragraphs. */
  readonly description?: readonly string[];
  readonly options: readonly OptionSpec[];
  /** It can be given many values, and writes as it reads: where its output is no terminal, one is shown how far it is. */
  readonly isLong?: true;
  /** Its exit status says whether something holds: always, or with one of these options. */
  readonly isVerdict?: true | readonly string[];
  readonly examples: readonly Example[];
  /** Loads the action, so that a command costs nothing until it is used. */
  readonly load: () => Promise<Action>;
}

/** What an action may ask of the program that runs it. */
export interface Program {
  /** What the command says that was given nothing to work on: its usage and some examples. */
  help(): Promise<string>;
  /** All commands as data, plain decoding first. */
  commands(): Promise<readonly CommandSpec[]>;
}

/** What runs a command: gives its exit status. */
export type Action = (invocation: Invocation, io: Io, program: Program) => Promise<number> | number;

/** A parsed command line: typed access to what was given. */
export class Invocation {
  readonly args: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly #switches: ReadonlySet<string>;

  constructor(
    args: readonly string[],
    values: ReadonlyMap<string, readonly string[]>,
    switches: ReadonlySet<string>,
  ) {
    this.args = args;
    this.#values = values;
    this.#switches = switches;
  }

  /** The last value of an option, or undefined. */
  value(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  /** All values of an option. */
  list(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** The same command line with other values of an option. */
  with(name: string, values: readonly string[]): Invocation {
    return new Invocation(this.args, new Map([...this.#values, [name, values]]), this.#switches);
  }

  /** Whether a switch was given. */
  has(name: string): boolean {
    return this.#switches.has(name);
  }
}

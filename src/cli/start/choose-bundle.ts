/** The bundle that answers any command line: it has all commands, and commander for help and mistakes. */
export const WHOLE = 'program';

/** The bundle that has the texts of help, and the version. */
export const HELP = 'help';

/** The bundle of plain decoding. */
const DECODE = 'decode';

/** What explains values instead of only decoding them; no command of its own. */
const EXPLAIN = 'explain';

const SHOWS_MORE = ['-h', '--help', '-V', '--version'];

/** What runs a command line. */
interface BundleChoice {
  /** A command's folder below `commands`, `HELP` or `WHOLE`. */
  readonly bundle: string;
  /** The command line without the command's name; for `WHOLE` and `HELP` all of it. */
  readonly words: readonly string[];
}

/** Whether a command line is `COMMAND help`. */
function isHelpLast([first = '', second, ...rest]: readonly string[]): boolean {
  return second === 'help' && rest.length === 0 && !/\W|\d/.test(first);
}

/**
 * A command line in the words that the program has: `decode` is plain decoding, `explain VALUE` is `--explain VALUE`, and
 * `help COMMAND` and `COMMAND help` are `COMMAND --help`.
 */
export function plainWords(argv: readonly string[]): readonly string[] {
  const [first, ...rest] = argv;
  if (first === DECODE) return rest;
  if (first === EXPLAIN) return ['--explain', ...rest];
  if (first !== 'help') return isHelpLast(argv) ? [...argv.slice(0, -1), '--help'] : argv;
  return [...(rest[0] === DECODE || rest[0] === EXPLAIN ? rest.slice(1) : rest), '--help'];
}

/** The folder of a command, below `commands`, and the name of its bundle. @param name full name, such as `pagemap diff` */
export function folderOf(name: string): string {
  return name === '' ? DECODE : name.replaceAll(' ', '-');
}

/**
 * Finds out which bundle runs a command line, from the words alone and without any option's specification. Where that
 * is not enough (options before a command) or where it would not do (help), the choice is the whole program, which is
 * always right.
 *
 * @param argv the words after the program's name
 * @param commands full names of all commands
 */
export function chooseBundle(argv: readonly string[], commands: readonly string[]): BundleChoice {
  // Most starts: values alone.
  if (argv.every(isNumber)) return { bundle: DECODE, words: argv };
  const words = plainWords(argv);
  if (words.some((word) => SHOWS_MORE.includes(word))) return { bundle: HELP, words: argv };
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ');
    if (words.length >= count && commands.includes(name))
      return { bundle: folderOf(name), words: words.slice(count) };
  }
  if (words[0]?.startsWith('-') && words.some((word) => commands.includes(word)))
    return { bundle: WHOLE, words };
  return { bundle: DECODE, words };
}

/** The name of a command's quick bundle. */
export function quickOf(bundle: string): string {
  return `${bundle}-quick`;
}

/** Words that the quick bundles leave to the others: architectures, files, conditions, what is loaded when asked for. */
const LEFT_OUT = /^(?:--(?:arch|config|explain|where|file|input|decimal)\b|-[efw]|host$|.*=)/;

/** Commands that want no value. */
const VALUELESS = ['layout', 'special'];

/**
 * Whether a quick bundle is likely to answer a command line: it names a value, if the command wants one, and nothing that
 * those bundles leave out. Where that is wrong, time is lost and nothing else.
 *
 * @param kernel the one that the environment names
 */
export function isPlain(bundle: string, words: readonly string[], kernel = ''): boolean {
  const isNamed = VALUELESS.includes(bundle) || words.some(isNumber);
  return isNamed && !isLeftOut(kernel) && !words.some(isLeftOut);
}

/** An expression takes longer to compile than all words to look at. With a hyphen in it a release is a distribution's. */
function isLeftOut(word: string): boolean {
  return isNumber(word) ? word.includes('-') || word.includes('=') : word !== '' && LEFT_OUT.test(word);
}

/** Whether a word begins with a digit. */
function isNumber(word: string): boolean {
  return word >= '0' && word < ':';
}

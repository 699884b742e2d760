// The first file of the command, bin/pte-decode.js: chooses a bundle by the words and runs it with V8's code cache. What it
// imports is paid for at every start.
import { closeSync, openSync, readSync, readdirSync } from 'node:fs';
import { Script } from 'node:vm';
import { chooseBundle, isPlain, quickOf, WHOLE } from './choose-bundle.ts';

/** What the build makes of a command, or of the whole program. */
interface Bundle {
  /** Runs a command line; gives undefined, with nothing done, for one that the whole program has to answer. */
  main(words: readonly string[]): Promise<number | undefined>;
}

/** A bundle's text: a function of the three names that a CommonJS module finds around it. */
type BundleText = (exports: object, require: (name: string) => unknown, module: { exports: Bundle }) => void;

/** The folder of the bundles in dist/cli; a build fills it in, and makes a new one each time. */
declare const PTE_DECODE_BUNDLES: string;

/** The bundles of all builds that are there. */
const BUILDS = `${__dirname}/../dist/cli`;

/** The names of the commands, filled in by the build. */
declare const PTE_DECODE_COMMANDS: readonly string[];

/** The commands that have a quick bundle, by their folders, filled in by the build. */
declare const PTE_DECODE_QUICK: readonly string[];

/** Finds Node's own modules. */
const builtIn: (name: string) => unknown = require;

/**
 * Bytes at the beginning of a bundle's file: the lengths of its text and of V8's code cache, which follow in this order. Behind
 * these stands the length of the text once more: a file whose end a full disk or a crash left unwritten has something else there.
 */
const HEADER = 8;

/** Bytes of the text or of the cache that no bundle has. */
const TOO_MANY = 2 ** 26;

/**
 * Loads a bundle: one file, which holds V8's code cache and the text. V8 refuses a cache of another version or with other
 * flags, and compiles the text: only slower.
 */
function load(name: string): Bundle {
  const [path, file] = open(name);
  // Each of Node's functions is compiled when it is called first: there are few here.
  const header = new DataView(new ArrayBuffer(HEADER));
  readSync(file, header);
  const [textBytes, cacheBytes] = [header.getUint32(0, true), header.getUint32(4, true)];
  if (textBytes === 0 || Math.max(textBytes, cacheBytes) > TOO_MANY) refuse(path, 'not whole');
  // The system gives memory page by page, which takes longer than to read into it: both lie in the same, one after the other.
  const bytes = Buffer.allocUnsafeSlow(Math.max(textBytes, cacheBytes));
  // The text is ASCII: read as such it costs no decoding.
  const source = bytes.toString('latin1', 0, readSync(file, bytes, 0, textBytes, HEADER));
  const cached = readSync(file, bytes, 0, cacheBytes, HEADER + textBytes);
  const marked = readSync(file, header, 0, 4, HEADER + textBytes + cacheBytes);
  closeSync(file);
  // V8 trusts a cache that begins well.
  const isWhole = source.length === textBytes && cached === cacheBytes && marked === 4;
  if (!isWhole || header.getUint32(0, true) !== textBytes) refuse(path, 'not whole');
  const cachedData = new Uint8Array(bytes.buffer, 0, cacheBytes);
  const script = new Script(source, { filename: `${path}.js`, cachedData });
  const text: BundleText = script.runInThisContext();
  const module: { exports: Bundle } = { exports: { main: () => Promise.resolve(undefined) } };
  text(
    module.exports,
    (wanted): unknown => (wanted.startsWith('./') ? load(wanted.slice(2, -3)) : builtIn(wanted)),
    module,
  );
  return module.exports;
}

/** What is not as it was installed answers nothing: that is no "no". */
function refuse(path: string, why: string): never {
  process.stderr.write(`pte-decode: ${path}.bundle: ${why}: install or build it again\n`);
  process.exit(2);
}

/** Opens the file of a bundle, and gives its path without the ending; where a build replaced the folder meanwhile, of the new one. */
function open(name: string): readonly [path: string, file: number] {
  const from = (folder: string): readonly [string, number] => {
    const path = `${BUILDS}/${folder}/${name}`;
    return [path, openSync(`${path}.bundle`, 'r')];
  };
  try {
    return from(PTE_DECODE_BUNDLES);
  } catch (error) {
    const now = readdirSync(BUILDS).find(
      (folder) => folder.startsWith('build-') && folder !== PTE_DECODE_BUNDLES,
    );
    if (now === undefined) throw error;
    return from(now);
  }
}

/** An address space (`ulimit -v`) below this, in bytes, may be too small for V8, which then ends the process. */
const ROOMY = 2 ** 32;
/** Set for the process that is watched. */
const WATCHED = 'PTE_DECODE_WATCHED';

/** How the line about it begins in `/proc/self/limits`, and bytes that hold it. */
const ADDRESS_SPACE = 'Max address space';
const LIMITS_BYTES = 2048;

/** Whether V8 may run out of address space: nothing in the same process can say so then. */
function isCramped(): boolean {
  try {
    const file = openSync('/proc/self/limits', 'r');
    const bytes = Buffer.allocUnsafe(LIMITS_BYTES);
    const limits = bytes.toString('latin1', 0, readSync(file, bytes));
    closeSync(file);
    // NaN where it says "unlimited".
    return parseInt(limits.slice(limits.indexOf(ADDRESS_SPACE) + ADDRESS_SPACE.length), 10) < ROOMY;
  } catch {
    return false;
  }
}

/** What ends a process from outside: it is passed on to the one that is watched, which decides what that means. */
const PASSED_ON = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;

/** Runs the program in a process of its own; where V8 ends that one, says what it means. @returns the exit status */
async function watch(argv: readonly string[]): Promise<number> {
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, [...process.execArgv, __filename, ...argv], {
    stdio: 'inherit',
    env: { ...process.env, [WATCHED]: '1' },
  });
  // A terminal sends Ctrl-C to both.
  const pass = (signal: NodeJS.Signals): void => {
    if (signal !== 'SIGINT') child.kill(signal);
  };
  for (const name of PASSED_ON) process.on(name, pass);
  const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, ending) => {
      resolve([code, ending]);
    });
  });
  for (const name of PASSED_ON) process.off(name, pass);
  if (status !== null && status < 128) return status;
  // V8 ends a process by SIGABRT or SIGTRAP; all else came from outside.
  if (signal !== null && !['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGSEGV', 'SIGBUS'].includes(signal))
    process.kill(process.pid, signal);
  process.stderr.write('pte-decode: out of memory: the system gives no more (see ulimit -v)\n');
  return 2;
}

/** Answers a command line. @returns the exit status, undefined for 0 */
async function start(argv: readonly string[]): Promise<number | undefined> {
  const { bundle, words } = chooseBundle(argv, PTE_DECODE_COMMANDS);
  if (PTE_DECODE_QUICK.includes(bundle) && isPlain(bundle, words, process.env['PTE_DECODE_KERNEL'])) {
    const status = await load(quickOf(bundle)).main(words);
    if (status !== undefined) return status;
  }
  // A quick bundle needs little memory, and asking takes a part of its time.
  if (process.env[WATCHED] === undefined && isCramped()) return watch(argv);
  return (await load(bundle).main(words)) ?? (await load(WHOLE).main(argv));
}

/** What a bundle is read by. */
const READING: readonly string[] = ['open', 'read', 'scandir'];

// All that a command writes is written when it ends (node-streams.ts), so nothing is lost by leaving at once; Node's own
// way out takes the heap apart first, which costs a fiftieth of a start.
void start(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    // A file of the program that is not there, or cannot be read, answers nothing: that is no "no".
    if (!(error instanceof Error && 'syscall' in error && READING.includes(String(error.syscall))))
      throw error;
    process.stderr.write(`pte-decode: ${error.message}: install or build it again\n`);
    process.exit(2);
  },
);

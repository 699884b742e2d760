import { runCli, type Result, type Surroundings } from '../helpers/fake-io.ts';
import { UNSAFE_TEXT } from '../helpers/hostile.ts';
import { mutate } from './mutate.ts';
import { Random } from './random.ts';
import { withoutWasm } from '../helpers/without-wasm.ts';

/** A command line and what it finds. */
export interface FuzzRun {
  readonly argv: readonly string[];
  readonly around: Surroundings;
}

/** One reader under test. */
export interface FuzzTarget {
  readonly name: string;
  /** Pieces of its grammar. */
  readonly words: readonly string[];
  /** Makes a changed input pass the first checks: its checksums. */
  readonly mend?: (bytes: Uint8Array, random: Random) => Uint8Array;
  /** The command lines that read an input. */
  readonly run: (bytes: Uint8Array, random: Random) => FuzzRun;
}

/** What is wrong with an answer. */
export interface Finding {
  readonly target: string;
  readonly seed: number;
  readonly number: number;
  readonly problem: string;
  readonly argv: readonly string[];
}

/** Processor time that one answer may take, in milliseconds. */
const MOST_MS = 5000;
/** Characters that an answer may have: lists of pages grow with what a file claims, but not for ever. */
const MOST_OUTPUT = 1 << 26;

/** The input of a case: the same for the same seed and number. */
export function inputOf(
  target: FuzzTarget,
  seeds: readonly Uint8Array[],
  seed: number,
  number: number,
): { readonly bytes: Uint8Array; readonly random: Random } {
  const random = new Random((Math.imul(seed, 0x9e37_79b1) ^ Math.imul(number, 0x85eb_ca6b)) >>> 0);
  // The first cases are the seeds themselves.
  const bytes = seeds[number] ?? mutate(seeds, target.words, random);
  return { bytes: target.mend?.(bytes, random) ?? bytes, random };
}

/** What is wrong with what a command line gave, if anything. */
function problemOf({ code, stdout, stderr, open }: Result, ms: number): string | undefined {
  if (code !== 0 && code !== 1 && code !== 2) return `exit ${code}: ${stderr.slice(0, 1000)}`;
  const unsafe = UNSAFE_TEXT.exec(stdout) ?? UNSAFE_TEXT.exec(stderr);
  if (unsafe) return `a control character reaches the output: ${JSON.stringify(unsafe[0])}`;
  // A command that gives up leaves its inputs to the end of the process.
  if (open !== 0 && code !== 2) return `${open} inputs were left open`;
  if (code === 2 && stderr + stdout === '') return 'exit 2 without a word';
  if (stdout.length + stderr.length > MOST_OUTPUT) return `${stdout.length} characters of output`;
  return ms > MOST_MS ? `${ms.toFixed(0)} ms` : undefined;
}

/** Bytes in reads of any size. */
function inPieces(bytes: Uint8Array, random: Random): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  const most = random.pick([1, 7, 100, 5000]);
  for (let at = 0; at < bytes.length;) {
    const length = Math.max(1 + random.below(most), Math.ceil(bytes.length / 2000));
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

async function timed(argv: readonly string[], around: Surroundings): Promise<{ result: Result; ms: number }> {
  const before = process.cpuUsage();
  const result = await runCli(argv, around);
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

/**
 * Runs one case: what comes through a pipe twice, the second time in other pieces and without WebAssembly.
 *
 * @returns what is wrong with the answer; undefined when nothing is
 */
export async function checkCase(
  target: FuzzTarget,
  seeds: readonly Uint8Array[],
  seed: number,
  number: number,
): Promise<Finding | undefined> {
  const { bytes, random } = inputOf(target, seeds, seed, number);
  const { argv, around } = target.run(bytes, random);
  const finding = (problem: string): Finding => ({ target: target.name, seed, number, problem, argv });
  let first: Result;
  try {
    const work = (): ReturnType<typeof timed> => timed(argv, around);
    const { result, ms } = await (random.once(8) ? work() : withoutWasm(work));
    const problem = problemOf(result, ms);
    if (problem !== undefined) return finding(problem);
    first = result;
  } catch (error) {
    return finding(`thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  if (!(around.stdin instanceof Uint8Array)) return undefined;
  const stdin = inPieces(around.stdin, random);
  const again = await withoutWasm(() => runCli(argv, { ...around, stdin }));
  const isSame = again.code === first.code && again.stdout === first.stdout && again.stderr === first.stderr;
  return isSame ? undefined : finding('another answer when the same bytes come in other pieces');
}

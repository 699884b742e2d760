import type { SingleBar } from 'cli-progress';
import { changedIo, type Input, type Io, type Output } from '../input/bytes/io.ts';
import { formatBytes } from '../core/size-text.ts';

/** Work of less than this shows nothing, in milliseconds. */
const QUIET_MS = 1000;
/** How often what is shown changes, in milliseconds. */
const TURN_MS = 100;

/** What decides whether progress is shown. */
interface ProgressQuestion {
  /**
   * The command writes to standard output while it works. On the same terminal it shows how far it is only where it wrote
   * nothing for a second.
   */
  readonly isStreaming?: boolean;
  /** Nothing is to be written (`--quiet`). */
  readonly isQuiet?: boolean;
  /** Milliseconds since some moment. */
  readonly now?: () => number;
}

/** Says on a terminal how far a work is. */
export interface Progress {
  /** The world for the work: what is written takes the bar away first, and inputs that are opened show how far they are. */
  readonly io: Io;
  /**
   * Says how far the work is; costs no more than a look at the clock.
   *
   * @param share 0 to 1; undefined where the end is not known
   * @param note what was done so far, in that case
   */
  show(share: number | undefined, note?: string): void;
  /** Takes away what is shown. To be called in any case: until then the program does not end. */
  end(): void;
}

/**
 * Begins to show progress: on standard error, where that is a terminal, after a second. The library that draws is loaded
 * only where something may be shown.
 */
export async function openProgress(io: Io, question: ProgressQuestion = {}): Promise<Progress> {
  const { isStreaming = false, isQuiet = false, now = Date.now } = question;
  const sharesTerminal = isStreaming && io.stdout.isTTY;
  const isShown =
    !isQuiet &&
    !(sharesTerminal && io.stdout.watch === undefined) &&
    io.stderr.isTTY &&
    io.env['TERM'] !== 'dumb';
  if (!isShown) return { io, show: () => undefined, end: () => undefined };
  const [library, { Writable }] = await Promise.all([import('cli-progress'), import('node:stream')]);
  const stream = new Writable({
    write(bytes: Uint8Array, _encoding, done) {
      io.stderr.write(bytes);
      done();
    },
  });
  const terminal = Object.assign(stream, { isTTY: true, columns: io.stderr.columns ?? 80 });
  const open = (format: string): SingleBar =>
    new library.SingleBar({ stream: terminal, format, barsize: 30, clearOnComplete: true, linewrap: true });
  return new Bars(io, open, now, sharesTerminal);
}

const KNOWN = '[{bar}] {percentage} %, {note}';
const UNKNOWN = '{note}';

class Bars implements Progress {
  readonly io: Io;
  readonly #open: (format: string) => SingleBar;
  readonly #now: () => number;
  readonly #begun: number;
  #shown: number;
  /** When something was last written to the same terminal. */
  #written = -Infinity;
  #bar: SingleBar | undefined;
  #isKnown = false;
  #unwatch: (() => void) | undefined;

  constructor(io: Io, open: (format: string) => SingleBar, now: () => number, sharesTerminal: boolean) {
    this.#open = open;
    this.#now = now;
    this.#begun = now();
    this.#shown = this.#begun;
    if (sharesTerminal) {
      io.stdout.watch?.(() => {
        this.#clear();
        this.#written = now();
      });
      this.#unwatch = () => io.stdout.watch?.(undefined);
    }
    this.io = changedIo(io, {
      stdout: io.stdout.isTTY ? this.#behindBar(io.stdout) : io.stdout,
      stderr: this.#behindBar(io.stderr),
      // Nobody waits for work where somebody types.
      open: (path) => (path === '-' && io.stdinIsTTY ? io.open(path) : this.#watched(io.open(path))),
    });
  }

  show(share: number | undefined, note = ''): void {
    const now = this.#now();
    const elapsed = now - this.#begun;
    if (elapsed < QUIET_MS || now - this.#shown < TURN_MS || now - this.#written < QUIET_MS) return;
    this.#shown = now;
    const isKnown = share !== undefined && share > 0;
    const seconds = elapsed / 1000;
    const text = isKnown
      ? `${(seconds / Math.min(1, share) - seconds).toFixed(0)} s left`
      : [...(note === '' ? [] : [note]), `${seconds.toFixed(0)} s`].join(', ');
    if (this.#bar && this.#isKnown === isKnown) {
      this.#bar.update(share ?? 0, { note: text });
      return;
    }
    this.#clear();
    this.#isKnown = isKnown;
    this.#bar = this.#open(isKnown ? KNOWN : UNKNOWN);
    this.#bar.start(1, share ?? 0, { note: text });
  }

  end(): void {
    this.#unwatch?.();
    this.#clear();
  }

  #clear(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #behindBar(output: Output): Output {
    return {
      get isTTY() {
        return output.isTTY;
      },
      get columns() {
        return output.columns;
      },
      allowColours: () => output.allowColours?.(),
      write: (data) => {
        this.#clear();
        output.write(data);
      },
    };
  }

  /** An input that shows how much of it was read. */
  #watched(input: Input): Input {
    const { size, readLater } = input;
    let done = 0;
    const count = (length: number): number => {
      done += length;
      this.show(size === undefined ? undefined : done / size, `${formatBytes(done)} read`);
      return length;
    };
    return {
      ...input,
      read: (target) => count(input.read(target)),
      ...(readLater ? { readLater: async (target: Uint8Array) => count(await readLater(target)) } : {}),
      close: () => {
        input.close();
      },
    };
  }
}

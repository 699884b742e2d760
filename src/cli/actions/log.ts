import { Explainer, type ExplainedReport } from '../../logs/explain.ts';
import { createFinder } from '../../logs/find-wasm.ts';
import { LogReader } from '../../logs/reader.ts';
import type { LogPiece } from '../../logs/report.ts';
import { TerminalText } from '../../logs/terminal-text.ts';
import { otherKernels } from '../../kernel/others.ts';
import { type KernelSpec, resolveKernel } from '../../kernel/resolve.ts';
import { toLogRecords } from '../../outputs/log-record.ts';
import { renderLogHeading, renderLogKernel, renderLogReport } from '../../outputs/log-text.ts';
import type { Palette } from '../../outputs/palette.ts';
import type { SwapDeviceNames } from '../../outputs/record.ts';
import { EXIT } from '../exit.ts';
import type { Input, Io } from '../io.ts';
import { kernelSpecFromOptions } from '../kernel-options.ts';
import type { Action, Invocation } from '../spec.ts';
import { readSwaps } from '../swaps.ts';
import { paletteFromOptions } from './decode.ts';

/** How long the rest of a report is waited for when nothing more comes, in milliseconds. */
const PATIENCE = 250;

/** Writes the pieces of a log as one of the three outputs wants them. */
class LogWriter {
  readonly #io: Io;
  readonly #mode: 'json' | 'only' | 'text';
  readonly #name: string;
  readonly #palette: Palette;
  readonly #devices: SwapDeviceNames | undefined;
  readonly #explainer: Explainer;
  readonly #terminal: TerminalText | undefined;
  #parts: (Uint8Array | string)[] = [];
  #isLineOpen = false;
  #kernel = '';

  constructor(
    io: Io,
    invocation: Invocation,
    name: string,
    explainer: Explainer,
    palette: Palette,
    devices: SwapDeviceNames | undefined,
  ) {
    this.#io = io;
    this.#mode = invocation.has('json') ? 'json' : invocation.has('only') ? 'only' : 'text';
    this.#name = name;
    this.#explainer = explainer;
    this.#palette = palette;
    this.#devices = devices;
    this.#terminal = io.stdout.isTTY ? new TerminalText() : undefined;
  }

  write(pieces: readonly LogPiece[]): void {
    for (const piece of pieces) {
      if (piece.kind === 'report') this.#report(this.#explainer.explain(piece.report));
      else if (this.#mode === 'text') this.#text(piece.bytes);
    }
    this.#flush();
  }

  #text(bytes: Uint8Array): void {
    this.#parts.push(this.#terminal ? this.#terminal.add(bytes) : bytes);
    this.#isLineOpen = bytes.at(-1) !== 0x0a;
  }

  #report(explained: ExplainedReport): void {
    if (this.#mode === 'json') {
      for (const record of toLogRecords(explained, this.#devices))
        this.#parts.push(JSON.stringify(record) + '\n');
      return;
    }
    if (this.#isLineOpen) this.#parts.push('\n');
    this.#isLineOpen = false;
    if (this.#mode === 'only')
      this.#parts.push(renderLogHeading(explained.report, this.#name, this.#palette));
    const { chosen } = explained;
    const kernel = chosen ? renderLogKernel(chosen, this.#palette) : '';
    if (kernel !== '' && kernel !== this.#kernel) {
      this.#kernel = kernel;
      this.#parts.push(kernel);
    }
    this.#parts.push(renderLogReport(explained, this.#palette, this.#devices));
  }

  #flush(): void {
    const [first] = this.#parts;
    if (first === undefined) return;
    const all =
      this.#parts.length === 1
        ? first
        : Buffer.concat(this.#parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
    this.#parts = [];
    this.#io.stdout.write(all);
  }
}

/** Reads more; what is held back is written when nothing comes for a while. */
async function readMore(input: Input, reader: LogReader, writer: LogWriter): Promise<number> {
  const { space } = reader;
  if (!reader.isWaiting || input.size !== undefined || !input.readLater) return input.read(space);
  const coming = input.readLater(space);
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, undefined);
  });
  const length = await Promise.race([coming, patience]);
  clearTimeout(timer);
  if (length !== undefined) return length;
  writer.write(reader.settle());
  return coming;
}

/** What the options say of any kernel, not of the one they name: nothing that was found out about this machine. */
function alwaysOf(spec: KernelSpec, invocation: Invocation, io: Io): KernelSpec {
  if ((invocation.value('kernel') ?? io.env['PTE_DECODE_KERNEL']) === 'host') return {};
  const { kernel, ...rest } = spec;
  return kernel === undefined ? spec : rest;
}

/** `pte-decode log [FILE]` */
export const logAction: Action = async (invocation, io) => {
  const [path = '-'] = invocation.args;
  if (path === '-' && invocation.args.length === 0 && io.stdinIsTTY) {
    const { writeHelp } = await import('../program.ts');
    await writeHelp('log', io);
    return EXIT.unanswered;
  }
  const spec = await kernelSpecFromOptions(invocation, io);
  // A kernel that cannot be is a mistake of the command line, whatever the log names.
  resolveKernel(spec);
  const explainer = new Explainer(
    { fallback: spec, always: alwaysOf(spec, invocation, io) },
    invocation.has('json') ? otherKernels() : [],
  );
  const palette = await paletteFromOptions(invocation, io);
  const devices = readSwaps(invocation, io);
  const input = io.open(path);
  try {
    const reader = new LogReader(createFinder());
    const writer = new LogWriter(io, invocation, input.name, explainer, palette, devices);
    for (;;) {
      const length = await readMore(input, reader, writer);
      writer.write(reader.take(length));
      if (length === 0) return EXIT.ok;
    }
  } finally {
    input.close();
  }
};

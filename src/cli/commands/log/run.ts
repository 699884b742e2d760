import { PteDecodeError, usageError } from '../../../core/errors.ts';
import { leavingText } from '../../../core/printable.ts';
import { Explainer } from '../../../logs/explain/explain.ts';
import type { SaidKernel } from '../../../logs/explain/set-aside.ts';
import type { ExplainedReport } from '../../../logs/explain/explained.ts';
import { createFinder } from '../../../logs/find/wasm.ts';
import { LogReader } from '../../../logs/reader.ts';
import { UNREAD_LINE } from '../../../logs/reports/line-buffer.ts';
import type { LogPiece } from '../../../logs/reports/report.ts';
import { TerminalText } from '../../../logs/terminal-text.ts';
import { otherKernels } from '../../../kernel/others.ts';
import { isSwapLayoutOpen } from '../../../kernel/release.ts';
import { asksForHost, type KernelSpec, resolveKernel, saidBeside } from '../../../kernel/resolve.ts';
import { LogRecorder } from '../../../logs/record.ts';
import { KernelTeller, LogRenderer, renderLogHeading } from '../../../logs/text.ts';
import type { TableStyle } from '../../../records/text/columns.ts';
import { plainPalette } from '../../../records/text/palette.ts';
import type { SwapDeviceNames } from '../../../records/property.ts';
import { EXIT } from '../../exit.ts';
import { report } from '../../report.ts';
import { FORMAT_BYTES, otherFormat, otherThanText } from '../../../input/bytes/file-formats.ts';
import { FIRST_BYTES, isBinary } from '../../../input/bytes/first-text.ts';
import type { Input, Io } from '../../../input/bytes/io.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { isFile } from '../../options/values/advice.ts';
import { kernelSpecFromOptions } from '../../options/kernel/kernel.ts';
import type { Action, Invocation } from '../../spec.ts';
import { openProgress } from '../../progress.ts';
import { readSwaps } from '../../options/kernel/swaps.ts';
import { lineTerminal } from '../../options/output/folded.ts';
import { paletteFromOptions } from '../../options/output/colour.ts';

/** How long the rest of a report is waited for when nothing more comes, in milliseconds. */
const PATIENCE = 250;

/** What is said of a text without reports: who was sent here with values that no report has around them gets on. */
const NO_REPORT =
  'no page-table value of a report found in it: pte-decode VALUE decodes one that stands alone';

/** Characters of explanations after which they are written: a piece of a dense log has ten times its size of them. */
const MOST_SAID = 1 << 16;

/** Parts of this many bytes are written without a copy. */
const LARGE = 1 << 13;

/** Writes the pieces of a log as one of the three outputs wants them. */
class LogWriter {
  /** The exit status so far. */
  status: number = EXIT.ok;
  /** Whether there was anything to explain. */
  hasReport = false;
  readonly #io: Io;
  readonly #mode: 'json' | 'only' | 'text';
  readonly #name: string;
  readonly #style: TableStyle;
  readonly #isColoured: boolean;
  readonly #renderer: LogRenderer;
  readonly #teller: KernelTeller;
  readonly #explainer: Explainer;
  readonly #terminal: TerminalText | undefined;
  #parts: (Uint8Array | string)[] = [];
  /** Characters of the texts among them. */
  #said = 0;
  #isLineOpen = false;
  readonly #recorder: LogRecorder;

  constructor(
    io: Io,
    invocation: Invocation,
    name: string,
    explainer: Explainer,
    style: TableStyle,
    devices: SwapDeviceNames | undefined,
    said: SaidKernel | undefined,
  ) {
    this.#io = io;
    this.#mode = invocation.has('json') ? 'json' : invocation.has('only') ? 'only' : 'text';
    this.#name = name;
    this.#explainer = explainer;
    this.#style = style;
    this.#isColoured = style.palette !== plainPalette;
    this.#teller = new KernelTeller(style, said);
    this.#renderer = new LogRenderer(style, devices);
    this.#recorder = new LogRecorder(this.#mode === 'json' ? otherKernels() : [], devices, said);
    this.#terminal = io.stdout.isTTY ? new TerminalText() : undefined;
  }

  write(pieces: readonly LogPiece[]): void {
    for (const piece of pieces) {
      if (piece.kind === 'report') this.#report(this.#explainer.explain(piece.report));
      else if (piece.kind === 'unread') this.#unread(piece.offset);
      else if (this.#mode === 'text') this.#text(piece.bytes);
      if (this.#said >= MOST_SAID) this.#flush();
    }
    this.#flush();
  }

  #text(bytes: Uint8Array): void {
    this.#parts.push(this.#terminal ? this.#terminal.add(bytes) : bytes);
    this.#isLineOpen = bytes.at(-1) !== 0x0a;
  }

  /** Says that a line was not read: what it has of values is missing in the output. */
  #unread(offset: number): void {
    this.#flush();
    const origin = { source: this.#name, offset };
    this.status = report(new PteDecodeError('ERR_INPUT', UNREAD_LINE, { origin }), this.#io);
  }

  #report(explained: ExplainedReport): void {
    this.hasReport = true;
    if (this.#mode === 'json') {
      this.#say(this.#recorder.lines(explained));
      return;
    }
    if (this.#isLineOpen) this.#parts.push('\n');
    this.#isLineOpen = false;
    if (this.#mode === 'only') this.#say(renderLogHeading(explained.report, this.#name, this.#style.palette));
    this.#say(this.#teller.tell(explained));
    this.#say(this.#renderer.report(explained));
  }

  #say(text: string): void {
    this.#parts.push(text);
    this.#said += text.length;
  }

  /** Writes what was collected: small parts together, large ones as they are. */
  #flush(): void {
    let small: Uint8Array[] = [];
    const writeSmall = (): void => {
      if (small.length > 0) this.#io.stdout.write(Buffer.concat(small));
      small = [];
    };
    for (const part of this.#parts) {
      const bytes = typeof part === 'string' ? Buffer.from(leavingText(part, this.#isColoured)) : part;
      if (bytes.length < LARGE) small.push(bytes);
      else {
        writeSmall();
        this.#io.stdout.write(bytes);
      }
    }
    writeSmall();
    this.#parts = [];
    this.#said = 0;
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

/** The kernel that the user names, or nothing. */
function kernelSaid(invocation: Invocation, io: Io): string {
  return invocation.value('kernel') ?? io.env['PTE_DECODE_KERNEL'] ?? '';
}

/** Whether the release that the user names leaves the layout of its swap entries open, as it does in a log. */
function leavesLayoutOpen({ kernel }: KernelSpec, said: string): boolean {
  const [release = ''] = said.split(',');
  return kernel !== undefined && isSwapLayoutOpen(release, kernel.split(',')[0] ?? '');
}

/** What the options say of any kernel, not of the one they name: nothing that was found out about this machine. */
function alwaysOf(spec: KernelSpec, invocation: Invocation, io: Io): KernelSpec {
  const chosen = kernelSaid(invocation, io);
  if (asksForHost(chosen)) return saidBeside(chosen);
  const { kernel, arch, ...rest } = spec;
  // What a release or a configuration names is its own architecture, not that of the kernels of the log.
  const isSaid = invocation.value('arch') !== undefined || saidBeside(chosen).arch !== undefined;
  if (isSaid && kernel === undefined) return spec;
  return isSaid && arch !== undefined ? { ...rest, arch } : rest;
}

/** Bytes after which a log is a long one: telling V8 so takes a fifth of the time of a short one. */
const LONG_LOG = 1 << 14;

/**
 * Tells V8 what a long log is like. The few reports of a usual one are read before optimised code is ready, and making it
 * would take time of its own, as would looking often whether to; where reports stand close together (dense), it pays, and
 * explanations leave much garbage, which is collected earlier: memory stays small.
 */
async function expectReports(isDense: boolean): Promise<void> {
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString(`--interrupt-budget=${isDense ? 200_000 : 2_000_000}`);
  setFlagsFromString(isDense ? '--opt' : '--no-opt');
  setFlagsFromString('--heap-growing-percent=30');
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** `pte-decode log [FILE]` */
export const action: Action = async (invocation, io, program) => {
  const [path = '-'] = invocation.args;
  if (path === '-' && invocation.args.length === 0 && io.stdinIsTTY) {
    io.stderr.write(await program.help());
    return EXIT.unanswered;
  }
  const spec = await kernelSpecFromOptions(invocation, io, {}, true);
  // A kernel that cannot be is a mistake of the command line, whatever the log names.
  const { profile } = resolveKernel(spec);
  const text = invocation.value('kernel');
  const explainer = new Explainer({
    fallback: spec,
    always: alwaysOf(spec, invocation, io),
    isSwapLayoutOpen: leavesLayoutOpen(spec, kernelSaid(invocation, io)),
  });
  const style = { palette: await paletteFromOptions(invocation, io), terminal: await lineTerminal(io) };
  const devices = readSwaps(invocation, io);
  const said = text === undefined ? undefined : { text, profile };
  if (/^0[xX][0-9a-fA-F]+$/.test(path) && !isFile(io, path))
    throw usageError(`"${path}" is no file: pte-decode ${path} decodes a value`);
  const progress = await openProgress(io, { isStreaming: true });
  const input = progress.io.open(path);
  try {
    const reader = new LogReader(createFinder(), invocation.has('json') || invocation.has('only'));
    const writer = new LogWriter(io, invocation, input.name, explainer, style, devices, said);
    let isDense: boolean | undefined;
    let start = Buffer.alloc(0);
    for (let before = 0; ;) {
      const { space } = reader;
      const length = await readMore(input, reader, writer);
      // A pipe may give less at first than tells a format.
      if (start.length < FIRST_BYTES) {
        const isOpen = start.length < FORMAT_BYTES;
        start = Buffer.concat([start, space.subarray(0, Math.min(length, FIRST_BYTES - start.length))]);
        const other = isOpen ? otherThanText(start) : undefined;
        if (other) throw otherFormat(other, 'no log', input.name);
        if ((start.length === FIRST_BYTES || length === 0) && isBinary(start))
          tell(io, `${input.name}: its first bytes are zeros, or no text: read as a log all the same`);
      }
      before += length;
      if (before > LONG_LOG && isDense !== reader.isDense) await expectReports((isDense = reader.isDense));
      writer.write(reader.take(length));
      if (length > 0) continue;
      if (before === 0) {
        tell(io, `${input.name}: empty: there is nothing to explain`);
        // A pipe that passes what it gets has nothing to pass; all else was asked of a log that there is not.
        if (input.readAt !== undefined || invocation.has('json') || invocation.has('only'))
          return EXIT.unanswered;
      } else if (!writer.hasReport && writer.status === EXIT.ok && !isBinary(start))
        tell(io, `${input.name}: ${NO_REPORT}`);
      return writer.status;
    }
  } finally {
    progress.end();
    input.close();
  }
};

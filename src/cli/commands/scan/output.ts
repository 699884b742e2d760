import { formatError } from '../../../core/errors.ts';
import { formatU64 } from '../../../core/u64.ts';
import { decodePlaced } from '../../../core/verdicts/unmapped.ts';
import type { Finding } from '../../../images/scan/findings.ts';
import { imageMappings } from '../../../images/scan/image-mappings.ts';
import type { Mappings } from '../../../pages/mappings.ts';
import type { EntryRun } from '../../../images/scan/entry-runs.ts';
import { kernelStart, pageAddress, type ScanProblem } from '../../../images/scan/scan.ts';
import { type Palette, plainPalette } from '../../../records/text/palette.ts';
import type { RecordContext } from '../../../records/property.ts';
import { RecordTexts } from '../../../records/templates/record-texts.ts';
import { findingRecord, rangeJson, renderFinding, renderRange, scanHeading, type ScanRange } from './view.ts';
import { readMappings, type Vma } from '../../../pages/maps.ts';
import { paletteFromOptions } from '../../options/output/colour.ts';
import { EXIT } from '../../exit.ts';
import { type Io } from '../../../input/bytes/io.ts';
import type { ScanSource } from './source.ts';
import { foldedIo } from '../../options/output/folded.ts';
import { type ListFormat, listFormat } from '../../options/output/format.ts';
import { unaskedText } from '../../options/values/where.ts';
import type { Invocation } from '../../spec.ts';
import { readSwaps } from '../../options/kernel/swaps.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { tell } from '../../../input/bytes/safe-io.ts';

/** Problems shown one by one; the others are counted. */
const SHOWN_PROBLEMS = 10;

/** Tells on standard error what could not be read, and of what `--where` could not be asked. */
export class ProblemReport {
  count = 0;
  #unasked = 0;
  #unsaid = '';
  readonly #io: Io;

  constructor(io: Io) {
    this.#io = io;
  }

  readonly addUnasked = (unsaid: string, entries: number): void => {
    this.#unasked += entries;
    this.#unsaid = unsaid;
  };

  /** What keeps the answer to `--where` from being whole. */
  get unasked(): readonly string[] {
    return this.#unasked === 0 ? [] : [unaskedText(this.#unsaid, this.#unasked, 'entry', 'entries')];
  }

  readonly add = ({ vaddr, text }: ScanProblem): void => {
    if (++this.count <= SHOWN_PROBLEMS) tell(this.#io, `${formatU64(vaddr)}: ${text}`);
  };

  /** Says how many more there were; gives the exit status. */
  finish(): number {
    if (this.count > SHOWN_PROBLEMS)
      tell(this.#io, `and ${this.count - SHOWN_PROBLEMS} more tables that could not be read`);
    for (const text of this.unasked) tell(this.#io, text);
    return this.count + this.#unasked > 0 ? EXIT.unanswered : EXIT.ok;
  }
}

/** What was read of `--maps`, which may be a pipe. */
const readBefore = new WeakMap<Invocation, readonly Vma[]>();

/** The mappings of `--maps`, in order, read once; none without the option. @throws PteDecodeError `ERR_FORMAT` for a file without any */
export function readMaps(invocation: Invocation, io: Io, pageSize: number): readonly Vma[] {
  const path = invocation.value('maps');
  if (path === undefined) return [];
  const before = readBefore.get(invocation);
  if (before !== undefined) return before;
  const mappings = readMappings(io, path, pageSize);
  if (mappings.length === 0) throw formatError('no mapping in it', { source: path });
  readBefore.set(invocation, mappings);
  return mappings;
}

/** Writes ranges, entries and findings as they come, in order of addresses. */
export class LineOutput {
  readonly #source: ScanSource;
  readonly #format: ListFormat;
  readonly #output: BufferedOutput;
  readonly #context: RecordContext;
  readonly #texts: RecordTexts;
  readonly #palette: Palette;
  readonly #mappings: Mappings;

  private constructor(invocation: Invocation, io: Io, source: ScanSource, palette: Palette) {
    this.#source = source;
    this.#format = listFormat(invocation);
    this.#palette = palette;
    const devices = readSwaps(invocation, io);
    this.#context = { kernel: source.kernel, devices };
    this.#texts = new RecordTexts([], devices);
    this.#mappings = imageMappings(source.kernel, readMaps(invocation, io, 2 ** source.kernel.pageShift));
    this.#output = new BufferedOutput(io.stdout);
  }

  /** Opens the output and writes its heading. */
  static async open(invocation: Invocation, io: Io, source: ScanSource): Promise<LineOutput> {
    const isLine = listFormat(invocation) === 'line';
    const palette = isLine ? await paletteFromOptions(invocation, io) : plainPalette;
    const lines = new LineOutput(invocation, isLine ? await foldedIo(io) : io, source, palette);
    if (!invocation.has('no-heading'))
      lines.#output.add(scanHeading(lines.#format, source.kernelText, palette));
    return lines;
  }

  /** The first page number behind a page at which a mapping begins or has ended. */
  readonly borderAfter = (page: number): number => this.#mappings.borderAfter(page);

  readonly addRun = (run: EntryRun): void => {
    const range = this.#rangeOf(run);
    this.#output.add(
      this.#format === 'json'
        ? rangeJson(range, this.#context, this.#texts)
        : renderRange(range, this.#context, this.#format, this.#palette),
    );
  };

  addFinding(run: EntryRun, finding: Finding): void {
    if (this.#format === 'json') {
      this.#output.add(JSON.stringify(findingRecord(this.#rangeOf(run), finding, this.#context)) + '\n');
      return;
    }
    this.addRun(run);
    if (this.#format === 'line') this.#output.add(renderFinding(finding, this.#palette));
  }

  flush(): void {
    this.#output.flush();
  }

  #rangeOf(run: EntryRun): ScanRange {
    const { kernel } = this.#source;
    const vaddr = pageAddress(kernel, run.page);
    const bytes = BigInt(run.entries * run.pagesPerEntry) << BigInt(kernel.pageShift);
    const entry = decodePlaced(kernel, run.raw, run.group.level, run.page >= kernelStart(kernel));
    return { vaddr, end: vaddr + bytes, run, entry, vma: this.#mappings.at(run.page)?.vma.name };
  }
}

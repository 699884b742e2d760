import { fieldRangeError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import type { Input } from '../../input/bytes/io.ts';
import { isCapture } from '../../pagemap/capture/magic.ts';
import { openCapture } from '../../pagemap/capture/source.ts';
import { openDump } from '../../pagemap/sources/dump-source.ts';
import { assumedPagemapKernel, kernelOfCapture } from '../../pagemap/capture/kernel.ts';
import { createPagemapModel, type PagemapKernel } from '../../pagemap/model.ts';
import { HiddenTest, RunMerger } from '../../pagemap/page-runs.ts';
import { BAR_CELLS, HIDDEN_REMARK, PageStrips } from '../../pagemap/page-strips.ts';
import { createJsEngine } from '../../pagemap/scan/js.ts';
import type { WordEngine } from '../../pagemap/scan/memory.ts';
import type { WordSource } from '../../pagemap/sources/word-source.ts';
import { LEFT_OUT } from '../../pages/categories.ts';
import { pageData } from '../../pages/html/html-data.ts';
import { parseMaps } from '../../pages/maps.ts';
import { type Strip, stripName } from '../../pages/strips.ts';
import { shortKernelId } from '../../records/text/kernel-id.ts';
import { kernelFrom } from '../kernel-choice.ts';
import type { FileResult } from './messages.ts';

/** Longest remark that is shown: a capture can have any text in its notes. */
const REMARK_LIMIT = 1000;

/** What is known beside the words. */
interface PagemapQuestion {
  /** Empty where nobody chose. */
  readonly kernel: string;
  /** The address of the first word of a dump without mappings. */
  readonly start: bigint;
  /** Its mappings: what their file is called, and its text. */
  readonly maps: { readonly name: string; readonly text: string } | undefined;
}

/**
 * The picture of a dump of /proc/PID/pagemap, or of a capture.
 *
 * @param bytes the first ones of the input
 * @param onProgress takes the share that is read
 * @throws PteDecodeError for a file that is none
 */
export function readPagemap(
  input: Input,
  bytes: Uint8Array,
  question: PagemapQuestion,
  onProgress: (share: number) => void,
): FileResult {
  const engine = createJsEngine();
  const chosen = question.kernel === '' ? undefined : kernelFrom(question.kernel).kernel;
  const { source, captured } = openSource(input, bytes, engine, question, 2 ** (chosen?.pageShift ?? 12));
  const kernel: PagemapKernel = chosen ?? captured?.() ?? assumedPagemapKernel();
  const model = createPagemapModel(kernel);
  const strips = new PageStrips(model, source.hasVmas ? BAR_CELLS.vma : BAR_CELLS.dump);
  const test = new HiddenTest();
  const merger = new RunMerger(engine, model, (run) => {
    test.look(run.lo, run.hi);
    strips.add(run, test.hidden ?? false);
  });
  for (let pieces = source.next(); pieces; pieces = source.next()) {
    for (const piece of pieces) merger.add(piece);
    onProgress(source.progress() ?? 0);
  }
  merger.end();
  const { pageSize, problems, notes } = source;
  const { data, left } = pageData(strips.strips, pageSize, stripName(strips.strips));
  return {
    kind: 'pagemap',
    kernelText: `${captured ? 'A capture' : 'Read as a dump of pagemap'}, kernel ${shortKernelId(kernel)}${kernel.isAssumed === true ? ', assumed: choose one above' : ''}`,
    data,
    pageSize,
    totals: totalsOf(strips.strips),
    remarks: [
      ...(test.hidden ? [HIDDEN_REMARK] : []),
      ...(left > 0 ? [`${left} mappings are not drawn.`] : []),
      ...notes,
      ...problems,
    ].map((text) => printable(text, REMARK_LIMIT)),
  };
}

/** Pages by what the picture draws them as, the most first. */
function totalsOf(
  strips: readonly Strip[],
): readonly { readonly category: string; readonly pages: number }[] {
  const totals = new Map<string, number>();
  for (const { row } of strips)
    for (const [category, pages] of row.slice(0, row.pages))
      if (category !== LEFT_OUT) totals.set(category, (totals.get(category) ?? 0) + pages);
  return [...totals].map(([category, pages]) => ({ category, pages })).sort((a, b) => b.pages - a.pages);
}

function openSource(
  input: Input,
  bytes: Uint8Array,
  engine: WordEngine,
  { start, maps }: PagemapQuestion,
  pageSize: number,
): {
  readonly source: WordSource;
  /** The kernel that a capture names; throws where it is none that is known. */
  readonly captured?: () => PagemapKernel;
} {
  if (isCapture(bytes)) {
    input.read(new Uint8Array(8));
    const { header, source } = openCapture(input, engine);
    return { source, captured: () => kernelOfCapture(header, input.name) };
  }
  if (start % BigInt(pageSize) !== 0n)
    throw fieldRangeError(`address: not a multiple of the page size ${pageSize}`);
  const startPage = Number(start / BigInt(pageSize));
  const vmas = maps === undefined ? undefined : parseMaps(maps.text, maps.name, pageSize);
  return { source: openDump(input, engine, { pageSize, startPage, vmas, absolute: false }) };
}

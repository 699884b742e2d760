import { PteDecodeError } from '../../core/errors.ts';
import type { Input } from '../../input/io.ts';
import { RELEASES } from '../../kernel/profiles.ts';
import { resolveKernel } from '../../kernel/resolve.ts';
import { isCapture } from '../../pagemap/capture-magic.ts';
import { openCapture } from '../../pagemap/capture-source.ts';
import { openDump } from '../../pagemap/dump-source.ts';
import { createPagemapModel } from '../../pagemap/model.ts';
import { HiddenTest, RunMerger } from '../../pagemap/page-runs.ts';
import { PageStrips } from '../../pagemap/page-strips.ts';
import { createJsEngine } from '../../pagemap/scan-js.ts';
import type { WordEngine } from '../../pagemap/scan-memory.ts';
import type { WordSource } from '../../pagemap/word-source.ts';
import { pageData } from '../../pages/html-data.ts';
import { parseMaps } from '../../pages/maps.ts';
import { stripName } from '../../pages/strips.ts';
import { shortKernelId } from '../../records/kernel-id.ts';
import { kernelFrom } from '../kernel-choice.ts';
import type { FileResult } from './messages.ts';

/** Bytes of a page where nothing says it. */
const PAGE_SIZE = 4096;
/** Cells of the picture of a mapping, and of a dump of which no mappings are known. */
const VMA_CELLS = 256;
const DUMP_CELLS = 4096;

/** What is known beside the words. */
interface PagemapQuestion {
  /** Empty where nobody chose. */
  readonly kernel: string;
  /** The address of the first word of a dump without mappings. */
  readonly start: bigint;
  /** The text of its mappings. */
  readonly maps: string | undefined;
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
  const { source, kernelName } = openSource(input, bytes, engine, question);
  const isAssumed = question.kernel === '' && kernelName === undefined;
  const kernel = isAssumed
    ? resolveKernel({ kernel: RELEASES.at(-1) ?? '' })
    : kernelFrom(question.kernel === '' ? (kernelName ?? '') : question.kernel).kernel;
  const model = createPagemapModel({
    id: kernel.id,
    version: kernel.version,
    swapTypes: kernel.swapTypes,
    markers: kernel.markers,
    layout: kernel.layout,
    isAssumed,
  });
  const strips = new PageStrips(model, source.hasVmas ? VMA_CELLS : DUMP_CELLS);
  const test = new HiddenTest();
  const totals = new Map<string, number>();
  const merger = new RunMerger(engine, model, (run) => {
    test.look(run.lo, run.hi);
    const isHidden = test.hidden ?? false;
    const { label } = model.describe(run.slot, isHidden);
    totals.set(label, (totals.get(label) ?? 0) + run.pages);
    strips.add(run, isHidden);
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
    kernelText: `kernel ${shortKernelId(kernel.id)}${isAssumed ? ', assumed: choose one above' : ''}`,
    data,
    pageSize,
    totals: [...totals].map(([category, pages]) => ({ category, pages })).sort((a, b) => b.pages - a.pages),
    remarks: [
      ...(test.hidden ? ['Frame numbers, swap types and offsets were hidden by the kernel.'] : []),
      ...(left > 0 ? [`${left} mappings are not drawn.`] : []),
      ...notes,
      ...problems,
    ],
  };
}

function openSource(
  input: Input,
  bytes: Uint8Array,
  engine: WordEngine,
  { start, maps }: PagemapQuestion,
): { readonly source: WordSource; readonly kernelName: string | undefined } {
  if (isCapture(bytes)) {
    input.read(new Uint8Array(8));
    const { header, source } = openCapture(input, engine);
    return { source, kernelName: header.kernel };
  }
  if (start % BigInt(PAGE_SIZE) !== 0n)
    throw new PteDecodeError('ERR_FIELD_RANGE', `address: not a multiple of the page size ${PAGE_SIZE}`);
  const startPage = Number(start / BigInt(PAGE_SIZE));
  const vmas = maps === undefined ? undefined : parseMaps(maps, 'maps', PAGE_SIZE);
  return {
    source: openDump(input, engine, { pageSize: PAGE_SIZE, startPage, vmas, absolute: false }),
    kernelName: undefined,
  };
}

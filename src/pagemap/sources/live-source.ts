import { isPteDecodeError, PteDecodeError, tried } from '../../core/errors.ts';
import type { ByteSource } from '../../input/bytes/byte-source.ts';
import { type Io, readText } from '../../input/bytes/io.ts';
import { isHugetlb, readMappings, type Vma } from '../../pages/maps.ts';
import { type WordEngine, MEMORY, READ_BYTES, WORD_BYTES } from '../scan/memory.ts';
import { isCalledEmpty, isWorthSkipping } from './worth-skipping.ts';
import { clipRange, type PageFilter } from '../../pages/page-filter.ts';
import { type Piece, SOFT_DIRTY_HI, type WordSource } from './word-source.ts';

/** Address space without pages from which on reading smaps pays: 1 GiB in pages of 4 KiB. */
const WORTH_SMAPS_PAGES = 1 << 18;

/**
 * Of mappings that smaps calls empty, so many pages in all are read, where counts are wanted and where pages are asked for:
 * 16 GiB and 4 TiB in pages of 4 KiB, which take a twentieth of a second and twelve seconds.
 */
const EMPTY_PAGES = { counts: 1 << 22, pages: 1 << 30 } as const;

/** What to read of a process. */
interface LiveQuestion {
  readonly pid: number;
  readonly pageSize: number;
  readonly filter: PageFilter;
  /** Read every page, also of mappings that smaps calls empty. */
  readonly exact: boolean;
  /** Something is asked of single pages: as much is read as can be, and not only as much as is there. */
  readonly asksPages?: boolean;
  /** Somebody asks for what smaps says of mappings: it is read in any case, if it may be. */
  readonly details?: boolean;
}

/** A mapping of which a part is to be read. */
interface Plan {
  readonly vma: Vma;
  readonly start: number;
  readonly end: number;
  readonly how: 'read' | 'leave';
}

/**
 * The mappings of a living process, with what smaps says of them when somebody asks for that, or when much more address
 * space is mapped than pages are there.
 *
 * @throws PteDecodeError `ERR_INPUT` when there is no such process, it has no memory, or they may not be read
 */
export function listProcess(question: LiveQuestion, io: Io): readonly Vma[] {
  const { pid, pageSize, exact, details = false } = question;
  // smaps wants more rights than maps: without them everything is read.
  const isTried = details || (!exact && hasEmptySpace(pid, io));
  const detailed = isTried ? tried(() => readMappings(io, `/proc/${pid}/smaps`, pageSize)) : undefined;
  const vmas = detailed ?? readMappings(io, `/proc/${pid}/maps`, pageSize);
  if (vmas.length === 0)
    throw new PteDecodeError('ERR_INPUT', `process ${pid} has no memory: a kernel thread, or it has ended`);
  return vmas;
}

function hasEmptySpace(pid: number, io: Io): boolean {
  const [mapped = '', resident = ''] = tried(() => readText(io, `/proc/${pid}/statm`))?.split(' ') ?? [];
  return Number(mapped) - Number(resident) >= WORTH_SMAPS_PAGES;
}

/**
 * Reads a living process, mapping by mapping.
 *
 * Very large mappings of which smaps says that nothing is resident or swapped come as not read. Never as empty: smaps counts
 * no page without a frame of its own, such as the zero page (v6.18 fs/proc/task_mmu.c smaps_pte_entry, vm_normal_page).
 *
 * @param vmas what {@link listProcess} lists
 * @throws PteDecodeError `ERR_INPUT` when its pagemap may not be opened
 */
export function openProcess(
  question: LiveQuestion,
  io: Io,
  vmas: readonly Vma[],
  engine: WordEngine,
): WordSource {
  return new LiveSource(question, io, vmas, engine);
}

class LiveSource implements WordSource {
  readonly name: string;
  readonly pageSize: number;
  readonly hasVmas = true;
  readonly problems: string[] = [];
  readonly notes: string[] = [];
  readonly #question: LiveQuestion;
  readonly #io: Io;
  readonly #words: ByteSource;
  readonly #bytes: Uint8Array;
  readonly #plan: readonly Plan[];
  readonly #total: number;
  #done = 0;
  #at = 0;
  /** Pages of the current plan that are done. */
  #offset = 0;
  #ended = false;

  constructor(question: LiveQuestion, io: Io, vmas: readonly Vma[], engine: WordEngine) {
    const { pid, pageSize } = question;
    this.#question = question;
    this.#io = io;
    this.name = `/proc/${pid}/pagemap`;
    this.pageSize = pageSize;
    this.#words = io.openFile(this.name);
    this.#bytes = new Uint8Array(engine.buffer, MEMORY.words, READ_BYTES);
    this.#plan = this.#withinLimit(vmas.flatMap((vma) => this.#planFor(vma)));
    this.#total = this.#plan.reduce(
      (sum, { how, start, end }) => sum + (how === 'read' ? end - start : 0),
      0,
    );
    this.#tellSkipped();
  }

  #planFor(vma: Vma): readonly Plan[] {
    const { filter } = this.#question;
    if (vma.name === '[vsyscall]' || (filter.vma && !filter.vma(vma))) return [];
    return clipRange(vma.start, vma.end, filter).map((range) => ({ vma, ...range, how: 'read' }));
  }

  /** Leaves out the largest of the mappings that smaps calls empty, where they are too much together. */
  #withinLimit(plan: readonly Plan[]): readonly Plan[] {
    const { exact, asksPages = false } = this.#question;
    if (exact) return plan;
    const isEmpty = asksPages ? isCalledEmpty : isWorthSkipping;
    let room: number = asksPages ? EMPTY_PAGES.pages : EMPTY_PAGES.counts;
    // Huge pages are not counted as resident.
    const left = plan
      .filter(({ vma }) => !isHugetlb(vma) && isEmpty(vma))
      .toSorted((a, b) => a.end - a.start - (b.end - b.start))
      .filter(({ start, end }) => (room -= end - start) <= 0);
    const leaves = new Set(left);
    return plan.map((part) => (leaves.has(part) ? { ...part, how: 'leave' } : part));
  }

  #tellSkipped(): void {
    const left = this.#plan.filter(({ how }) => how === 'leave');
    if (left.length === 0) return;
    const pages = left.reduce((sum, { start, end }) => sum + end - start, 0);
    this.notes.push(
      `${left.length} mapping${left.length === 1 ? '' : 's'} of ${pages} pages without anything resident or swapped not read (zero pages count as neither): --exact reads them`,
    );
  }

  next(): readonly Piece[] | undefined {
    for (;;) {
      const plan = this.#plan[this.#at];
      if (this.#ended || !plan) return this.#finish();
      if (plan.how !== 'read') {
        this.#at += 1;
        const { vma, start, end } = plan;
        const hi = vma.vmFlags?.includes('sd') ? SOFT_DIRTY_HI : 0;
        return [{ page: start, pages: end - start, from: -1, lo: 0, hi, vma, notRead: true }];
      }
      const page = plan.start + this.#offset;
      const words = this.#read(page, Math.min(plan.end - page, READ_BYTES / WORD_BYTES));
      this.#offset += words;
      this.#done += words;
      if (words === 0 || this.#offset >= plan.end - plan.start) {
        this.#at += 1;
        this.#offset = 0;
      }
      if (words > 0) return [{ page, pages: words, from: 0, lo: 0, hi: 0, vma: plan.vma }];
    }
  }

  /** Reads words into the chunk; 0 when there are none: the process is gone, or the kernel shows nothing there. */
  #read(page: number, pages: number): number {
    let got: number;
    try {
      got = this.#words.readAt(page * WORD_BYTES, this.#bytes.subarray(0, pages * WORD_BYTES));
    } catch (error) {
      if (!isPteDecodeError(error)) throw error;
      this.problems.push(error.message);
      got = 0;
    }
    if (got === 0 && !this.#isAlive()) {
      this.problems.push(
        `process ${this.#question.pid} ended while it was read: what follows is not complete`,
      );
      this.#ended = true;
    }
    return Math.floor(got / WORD_BYTES);
  }

  #isAlive(): boolean {
    const read = tried(() => {
      const input = this.#io.open(`/proc/${this.#question.pid}/maps`);
      try {
        return input.read(new Uint8Array(1));
      } finally {
        input.close();
      }
    });
    return read !== undefined && read > 0;
  }

  /** Says which mappings went away while they were read. */
  #finish(): undefined {
    if (!this.#ended) {
      this.#ended = true;
      // This process maps memory all the time, and is there.
      if (this.#question.pid !== process.pid) this.#compareMaps();
    }
    return undefined;
  }

  #compareMaps(): void {
    const { pid, pageSize } = this.#question;
    const now = tried(() => readMappings(this.#io, `/proc/${pid}/maps`, pageSize)) ?? [];
    if (now.length === 0) {
      this.problems.push(`process ${pid} ended while it was read: the answer may not be complete`);
      return;
    }
    const borders = new Set(now.map(({ start, end }) => `${start}-${end}`));
    const gone = this.#plan.filter(({ vma }) => !borders.has(`${vma.start}-${vma.end}`)).length;
    if (gone > 0)
      this.notes.push(
        `${gone} mapping${gone === 1 ? '' : 's'} changed or went away while the process was read`,
      );
  }

  progress(): number | undefined {
    return this.#total === 0 ? 1 : this.#done / this.#total;
  }

  close(): void {
    this.#words.close();
  }
}

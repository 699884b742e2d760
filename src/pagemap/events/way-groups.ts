import type { TransitionRow } from '../../kernel/uffd/model.ts';
import type { PageFinding } from '../compare/findings.ts';
import type { PagePair } from '../compare/page-pair.ts';
import { findingOf } from '../transitions/transition-judge.ts';
import type { Answer } from './allowed.ts';
import { saysNothingMore, type WayGroup } from './ways.ts';

/** The pages of a huge page of 2 MiB, or of what stands for one. */
const HUGE_PAGES = 512;

/** Which pages have to go one way together: those of a mapping, or those of a huge page. */
export class WayGroups {
  readonly #byMapping: WayGroup;
  readonly #byHugePage: WayGroup;
  readonly #event: string;
  readonly #isAssumed: boolean;

  /**
   * @param makeGroup makes an empty group
   * @param event what is said to have happened
   * @param isAssumed nobody named the kernel
   */
  constructor(makeGroup: () => WayGroup, event: string, isAssumed: boolean) {
    this.#byMapping = makeGroup();
    this.#byHugePage = makeGroup();
    this.#event = event;
    this.#isAssumed = isAssumed;
  }

  /** Takes pages that some rows allow: rows with ways decide when the whole mapping was seen. */
  add(pair: PagePair, answer: Answer): void {
    // Most rows have nothing more to say.
    if (answer.rows.every(saysNothingMore)) return;
    const finding = findingOf(pair, '');
    const isSure = ({ kinds }: TransitionRow): boolean =>
      !kinds || answer.kinds.every((kind) => kinds.includes(kind));
    const sure = answer.rows.filter(isSure);
    // On a kernel that nobody named a row that binds no others may be the one that holds.
    const free = this.#isAssumed ? sure.filter(({ way }) => way === undefined) : [];
    const rows = free.length > 0 ? free : sure;
    if (rows.some(({ per }) => per === 'huge-page')) this.#addHugePages(finding, rows);
    else if (rows.length > 0)
      this.#byMapping.add(`${pair.before?.vma?.start ?? ''}`, finding, rows, this.#event);
  }

  /** Decides on what was seen last. */
  end(): void {
    this.#byMapping.end();
    this.#byHugePage.end();
  }

  #addHugePages(finding: PageFinding, rows: readonly TransitionRow[]): void {
    const { page, pages } = finding;
    for (let at = page; at < page + pages;) {
      const block = Math.floor(at / HUGE_PAGES);
      const end = Math.min(page + pages, (block + 1) * HUGE_PAGES);
      this.#byHugePage.add(`${block}`, { ...finding, page: at, pages: end - at }, rows, this.#event);
      at = end;
    }
  }
}

import type { Kernel } from '../../../core/rows/model.ts';
import type { Level } from '../../../core/rows/layout.ts';
import { printable } from '../../../core/printable.ts';
import { formatU64 } from '../../../core/u64.ts';
import { pageAddress } from '../../../images/scan/scan.ts';
import { recordLine } from '../../../records/schema-number.ts';

/** A page on which an image and a pagemap dump disagree. */
interface Difference {
  readonly page: number;
  /** Where the entry stands; undefined: the image has none. */
  readonly level: Level | undefined;
  readonly raw: bigint;
  readonly word: bigint;
  readonly why: string;
  /** Name of the mapping, where maps were given. */
  readonly vma: string | undefined;
}

/** What is said of a page without its numbers: pages of which the same is said stand in one line. */
const kindOf = ({ level, why, vma }: Difference): string =>
  JSON.stringify([level, why.replaceAll(/0x[0-9a-f]+/g, '0x'), vma]);

/** Writes disagreements in order of addresses: neighbouring pages of one kind as a range, in JSON each by itself. */
export class DifferenceList {
  readonly #kernel: Kernel;
  readonly #add: (text: string) => void;
  readonly #isJson: boolean;
  #run: { readonly first: Difference; readonly kind: string; pages: number } | undefined;

  constructor(kernel: Kernel, isJson: boolean, add: (text: string) => void) {
    this.#kernel = kernel;
    this.#isJson = isJson;
    this.#add = add;
  }

  add(difference: Difference): void {
    if (this.#isJson) {
      this.#add(recordLine(this.#record(difference)));
      return;
    }
    const kind = kindOf(difference);
    const run = this.#run;
    if (run?.kind === kind && run.first.page + run.pages === difference.page) {
      run.pages++;
      return;
    }
    this.flush();
    this.#run = { first: difference, kind, pages: 1 };
  }

  /** Writes the range that was begun last. */
  flush(): void {
    const run = this.#run;
    if (run === undefined) return;
    this.#run = undefined;
    const { page, level = '-', raw, word, why, vma } = run.first;
    const [start, end] = [page, page + run.pages].map((each) =>
      formatU64(BigInt.asUintN(64, pageAddress(this.#kernel, each))),
    );
    const which = run.pages > 1 ? 'the first: ' : '';
    // Numbers in it are those of the first page.
    const said = why.includes('0x') ? `${which}${why} (` : `${why} (${which}`;
    const name = vma === undefined || vma === '' ? '' : `  ${printable(vma, 200)}`;
    this.#add(
      `${start ?? ''}-${end ?? ''} ${String(run.pages).padStart(7)} ${level.padEnd(3)} ${said}entry ${formatU64(raw)}, pagemap ${formatU64(word)})${name}\n`,
    );
  }

  #record({ page, level, raw, word, why, vma }: Difference): object {
    return {
      vaddr: formatU64(pageAddress(this.#kernel, page)),
      level: level ?? null,
      raw: formatU64(raw),
      pagemap: formatU64(word),
      why,
      vma: vma ?? null,
    };
  }
}

import { type EntryChoice, type PlacedChoice, selectEntries } from '../../../images/scan/entry-choice.ts';
import type { Grouper } from '../../../images/scan/groups.ts';
import type { EntrySink } from '../../../images/scan/scan.ts';
import { imageMappings } from '../../../images/scan/image-mappings.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import type { Invocation } from '../../spec.ts';
import { readMaps } from './output.ts';
import type { ScanSource } from './source.ts';

/** Entries that a view leaves out, by the option that lists them. */
const LEFT_OUT = { none: 'empty entries', tables: 'entries that point to tables' } as const;

/** The entries that `--where` and `--none` choose. */
export class ChosenEntries {
  readonly #source: ScanSource;
  readonly #grouper: Grouper;
  readonly #where: PlacedChoice | undefined;
  readonly #withNone: boolean;
  /** What is left out though `--where` holds for it, or may hold. */
  readonly #leftOut = new Set<keyof typeof LEFT_OUT>();
  #isEmpty = true;

  private constructor(
    source: ScanSource,
    grouper: Grouper,
    where: PlacedChoice | undefined,
    withNone: boolean,
  ) {
    this.#source = source;
    this.#grouper = grouper;
    this.#where = where;
    this.#withNone = withNone;
  }

  /**
   * @param unasked called with the reason, and how many entries nobody knows to be asked for or not
   * @throws PteDecodeError `ERR_EXPRESSION`; as `readMaps`
   */
  static async of(
    invocation: Invocation,
    io: Io,
    source: ScanSource,
    grouper: Grouper,
    isSummary: boolean,
    unasked: (unsaid: string, entries: number) => void,
  ): Promise<ChosenEntries> {
    const text = invocation.value('where');
    const { kernel } = source;
    const maps = readMaps(invocation, io, 2 ** kernel.pageShift);
    const mappings = invocation.value('maps') === undefined ? undefined : imageMappings(kernel, maps);
    const where =
      text === undefined
        ? undefined
        : (await import('./where.ts')).whereChoice(text, kernel, { kernel }, mappings, unasked);
    return new ChosenEntries(source, grouper, where, isSummary || invocation.has('none'));
  }

  /** Whether `--where` asks for pages by their addresses, and not for the tables that lead to them. */
  get isOfPages(): boolean {
    return this.#where?.isOfPages === true;
  }

  /** Hands a sink the chosen entries alone, and problems to whoever tells them. */
  select(sink: Pick<EntrySink, 'entries'>, problem: EntrySink['problem']): EntrySink {
    const where = this.#where;
    if (where === undefined && this.#withNone) return { ...sink, problem };
    const { kernel } = this.#source;
    const passing = (choice: EntryChoice, next: EntrySink['entries']): EntrySink['entries'] =>
      selectEntries(kernel, this.#grouper, choice, { entries: next }).entries;
    const entries = passing(this.#listed(), (...stretch) => {
      this.#isEmpty = false;
      sink.entries(...stretch);
    });
    if (where === undefined) return { entries, problem };
    const unlisted = passing(where, () => this.#leftOut.add('tables'));
    return {
      entries,
      table: (geometry, lo, hi, page) => {
        unlisted(geometry, Int32Array.of(lo, hi), 0, 1, page);
      },
      problem,
    };
  }

  /** Says which option lists what `--where` asks for, where it found nothing that is listed. */
  hint(io: Io, isSummary: boolean): void {
    if (!this.#isEmpty) return;
    for (const option of ['none', 'tables'] as const) {
      const options = `${isSummary ? '--entries ' : ''}--${option}`;
      if (this.#leftOut.has(option))
        tell(io, `--where found nothing that is listed; ${LEFT_OUT[option]} are not: ${options} lists them`);
    }
  }

  #listed(): EntryChoice {
    const where = this.#where;
    return {
      group: (group) => {
        const verdict = where === undefined ? true : where.group(group);
        if (this.#withNone || group.sample.form !== 'none') return verdict;
        if (verdict !== false && where !== undefined) this.#leftOut.add('none');
        return false;
      },
      entry: (entry, vaddr) => where?.entry(entry, vaddr) ?? true,
      unasked: where?.unasked,
    };
  }
}

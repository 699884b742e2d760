import { kernelError } from '../core/errors.ts';
import { keptIn, later } from '../core/later.ts';
import {
  type Choice,
  type Form,
  type FormRow,
  type Level,
  type LevelGeometry,
  LEVELS,
  type MarkerRow,
  type NoneRow,
  type PagingAvailability,
  type SwapLayout,
} from '../core/rows/layout.ts';
import type { ArchLayout } from '../core/rows/architecture.ts';
import { levelOfRows } from '../core/rows/level-of-rows.ts';
import type { Machine } from '../core/rows/machine.ts';
import type { FormLayout, Kernel, SaidOfKernel, SwapType } from '../core/rows/model.ts';
import { SWAP_TYPES } from '../core/entry/swap-entry.ts';
import { formatHex, maskOf, U64_MAX } from '../core/u64.ts';
import { formatVersion, isAvailable, type VersionCode } from '../core/version.ts';
import { DEFAULT_ARCH } from '../arch/index.ts';
import { MARKERS, SPECIAL_TYPES, TYPES_BY_BUILD } from '../arch/shared/swap-types.ts';
import { resolveForm } from './form-layout.ts';
import { checkPaging, choose, rowsOfRoles } from './layout-rows.ts';
import type { KernelStart } from './kernel-start.ts';
import { PROFILES } from './profiles.ts';
import { numberTypes, withAreas } from './swap-numbers.ts';
import { assumedMachine, configOf, overrides } from './config.ts';

/** A kernel that is worked out as far as somebody asks: one value needs few of its rows, and fewer of other kernels. */
export class ResolvedKernel implements Kernel {
  readonly profile: string;
  readonly arch: string;
  readonly machine: Machine;
  readonly version: VersionCode;
  readonly uffdWpSpecialPatch: boolean;
  readonly paging: number;
  readonly layout: ArchLayout;
  readonly config: (symbol: string) => boolean;
  readonly encMask: bigint;
  readonly #start: KernelStart;
  readonly #usualPaging: number;
  readonly #swaps = new Map<Level, SwapLayout>();
  readonly #formRows = new Map<Level, readonly FormRow[]>();
  readonly #nones = new Map<Level, readonly NoneRow[]>();
  readonly #forms = new Map<Level, Partial<Record<Form, FormLayout>>>();
  readonly #masks = new Map<string, bigint>();
  #id: string | undefined;
  #levels: readonly LevelGeometry[] | undefined;
  #entryBits: number | undefined;
  #pageShift: number | undefined;
  #physBits: number | undefined;
  #physMask: bigint | undefined;
  #swapRows: readonly SwapLayout[] | undefined;
  #specialTypes: readonly SwapType[] | undefined;
  #swapTypes: readonly SwapType[] | undefined;
  #markers: readonly MarkerRow[] | undefined;
  #markerMask: bigint | undefined;
  #offsetMask: bigint | undefined;
  #genericTypeShift: number | undefined;
  #migrationAd: boolean | undefined;

  /** @throws PteDecodeError `ERR_FIELD_RANGE` when the architecture does not have this number of levels */
  constructor(start: KernelStart) {
    const { architecture, version, given, said } = start;
    this.#start = start;
    this.profile = start.profile;
    this.arch = architecture.arch;
    this.machine = architecture.machine;
    this.version = version;
    this.uffdWpSpecialPatch = start.patch;
    this.layout = architecture.layout;
    this.config = configOf(architecture, version, given);
    this.encMask = said.encBit === undefined ? 0n : 1n << BigInt(said.encBit);
    this.#usualPaging = choose(this.#inForce(this.layout.paging), 0);
    this.paging = said.paging ?? this.#usualPaging;
    if (said.paging !== undefined)
      checkPaging(architecture, this.#inForce(this.layout.levels), version, said.paging);
  }

  /** Tells whether a row of a table holds. */
  readonly #has = (row: Parameters<typeof isAvailable>[0]): boolean =>
    isAvailable(row, this.version, this.config);

  /** The same of a row that can hang on the number of levels. */
  readonly #holds = (row: PagingAvailability): boolean =>
    (row.paging?.includes(this.paging) ?? true) && this.#has(row);

  #inForce<Row extends Parameters<typeof isAvailable>[0]>(rows: readonly Row[]): Row[] {
    return rows.filter(this.#has);
  }

  #choose(rows: readonly Choice[]): number {
    return choose(this.#inForce(rows), this.paging);
  }

  get #isProfile(): boolean {
    return PROFILES.some(({ name }) => name === this.profile);
  }

  says(symbol: string): boolean | undefined {
    return this.#isProfile || this.isGiven(symbol) || !this.config(symbol) ? this.config(symbol) : undefined;
  }

  isGiven(symbol: string): boolean {
    return this.#start.given.has(symbol);
  }

  get said(): SaidOfKernel {
    return this.#start.said;
  }

  get id(): string {
    const { encBit, physMask } = this.said;
    return (this.#id ??= [
      this.profile,
      ...overrides(this.#start, this.#open),
      ...(this.paging === this.#usualPaging ? [] : [`paging=${this.paging}`]),
      ...(encBit === undefined ? [] : [`enc-bit=${encBit}`]),
      ...(physMask === undefined ? [] : [`phys-mask=${formatHex(physMask)}`]),
      ...(this.arch === DEFAULT_ARCH ? [] : [`arch=${this.arch}`]),
    ].join(','));
  }

  get differing(): number {
    return overrides(this.#start).length;
  }

  /** Symbols that this kernel, or its CPU, is taken to lack, and may have where nobody says so. */
  get #open(): readonly string[] {
    const ofCpu = this.#inForce(this.layout.symbols).flatMap(({ feature, name }) => (feature ? [name] : []));
    const sizes = this.#inForce(this.layout.morePhysBits?.unlessOff ?? []).flatMap(({ symbols }) => symbols);
    return [...(this.#isProfile ? [] : [TYPES_BY_BUILD]), ...sizes, ...ofCpu];
  }

  get release(): string {
    return formatVersion(this.version);
  }

  get assumed(): readonly string[] {
    return assumedMachine(this.#start);
  }

  mask(role: string, level?: Level): bigint {
    const key = level === undefined ? role : `${role} ${level}`;
    let mask = this.#masks.get(key);
    if (mask === undefined) {
      mask = this.#maskAt(role, level === undefined ? LOWEST_FIRST : [levelOfRows(this, level)]);
      this.#masks.set(key, mask);
    }
    return mask;
  }

  #maskAt(role: string, levels: readonly Level[]): bigint {
    const mine = rowsOfRoles(this.layout).get(role)?.filter(this.#has) ?? [];
    for (const level of levels) {
      const row = mine.find((candidate) => !candidate.levels || candidate.levels.includes(level));
      if (row) return maskOf(row.hi, row.lo);
    }
    return 0n;
  }

  form(level: Level, form: Form): FormLayout {
    let ofLevel = this.#forms.get(level);
    if (!ofLevel) this.#forms.set(level, (ofLevel = {}));
    return (ofLevel[form] ??= resolveForm(this, this.#holds, levelOfRows(this, level), form));
  }

  formsAt(level: Level): readonly FormRow[] {
    const at = levelOfRows(this, level);
    return keptIn(this.#formRows, at, () =>
      this.layout.forms.filter((row) => row.levels.includes(at) && this.#holds(row)),
    );
  }

  none(level: Level): NoneRow | undefined {
    const at = levelOfRows(this, level);
    return keptIn(this.#nones, at, () =>
      this.layout.none.filter((row) => row.levels.includes(at) && this.#holds(row)),
    )[0];
  }

  get entryBits(): number {
    return (this.#entryBits ??= this.layout.entryBits ? this.#choose(this.layout.entryBits) : 64);
  }

  get pageShift(): number {
    return (this.#pageShift ??= this.#choose(this.layout.pageShift));
  }

  get levels(): readonly LevelGeometry[] {
    return (this.#levels ??= this.layout.levels.filter(this.#holds));
  }

  get #physicalBits(): number {
    return (this.#physBits ??= this.#choose(this.layout.physBits));
  }

  get physMask(): bigint {
    return (this.#physMask ??= this.#physicalMask() & ~this.encMask);
  }

  #physicalMask(): bigint {
    const { physMaskBits } = this.layout;
    return this.#start.said.physMask ?? (physMaskBits ? maskOf(this.#choose(physMaskBits) - 1, 0) : U64_MAX);
  }

  get swap(): SwapLayout {
    return this.swapAt('pte');
  }

  swapAt(level: Level): SwapLayout {
    return keptIn(this.#swaps, level, () => {
      this.#swapRows ??= this.#inForce(this.layout.swap);
      const row = this.#swapRows.find(({ levels }) => !levels || levels.includes(level));
      if (row) return row;
      throw kernelError(`no swap layout of ${this.arch} for this kernel`);
    });
  }

  get offsetMask(): bigint {
    return (this.#offsetMask ??= maskOf(this.swap.offset.width - 1, 0));
  }

  get specialTypes(): readonly SwapType[] {
    return (this.#specialTypes ??= numberTypes(this.#inForce(SPECIAL_TYPES)));
  }

  get maxSwapfiles(): number {
    return SWAP_TYPES - this.specialTypes.length;
  }

  get otherBuild(): Kernel['otherBuild'] {
    return this.#otherBuild();
  }

  readonly #otherBuild = later((): Kernel['otherBuild'] => {
    const symbol = TYPES_BY_BUILD;
    const { given } = this.#start;
    if (this.#isProfile || given.has(symbol) || this.config(symbol)) return undefined;
    const kernel = new ResolvedKernel({ ...this.#start, given: new Map([...given, [symbol, true]]) });
    return kernel.config(symbol) ? { symbol, kernel } : undefined;
  });

  get swapTypes(): readonly SwapType[] {
    return (this.#swapTypes ??= withAreas(
      this.specialTypes,
      1 << Math.max(...LEVELS.map((level) => this.swapAt(level).type.width)),
    ));
  }

  get genericTypeShift(): number {
    return (this.#genericTypeShift ??= this.layout.wordBits - (this.#has({ since: '4.20' }) ? 6 : 7));
  }

  get pfnBits(): number {
    return this.#physicalBits - this.pageShift;
  }

  get swpPfnBits(): number | undefined {
    return this.#swpPfnBits();
  }

  readonly #swpPfnBits = later((): number | undefined => {
    if (!this.#has({ since: '6.1' })) return undefined;
    return this.layout.swpPfnBits ? this.#choose(this.layout.swpPfnBits) : this.pfnBits;
  });

  get migrationAd(): boolean {
    return (this.#migrationAd ??= this.#hasMigrationAd());
  }

  #hasMigrationAd(): boolean {
    const { swpPfnBits, config } = this;
    return (
      swpPfnBits !== undefined &&
      this.swap.offset.width >= swpPfnBits + 2 &&
      ['SWAP', 'MIGRATION'].every((symbol) => config(symbol)) &&
      !config('L1TF_SWAP_LIMIT')
    );
  }

  get markers(): readonly MarkerRow[] {
    const hasType = (): boolean => this.specialTypes.some(({ kind }) => kind === 'pte-marker');
    return (this.#markers ??= hasType() ? this.#inForce(MARKERS) : []);
  }

  get markerMask(): bigint {
    return (this.#markerMask ??= this.markers.reduce((mask, row) => mask | row.mask, 0n));
  }

  get uffdWpSpecial(): bigint | undefined {
    return this.uffdWpSpecialPatch && this.config('USERFAULTFD') ? this.mask('swp_uffd_wp') : undefined;
  }
}

const LOWEST_FIRST = LEVELS.toReversed();

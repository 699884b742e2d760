import type { LevelGeometry, MarkerRow } from '../core/rows/layout.ts';
import type { ArchLayout } from '../core/rows/architecture.ts';
import type { Kernel, SwapType } from '../core/rows/model.ts';
import { isAvailable, type VersionCode } from '../core/version.ts';
import { FLAG_BITS, PAGEMAP_ROWS, type PagemapRow, unknownBit } from './layout.ts';
import { NO_MARKER_TYPE, SLOTS, slotOf } from './scan/memory.ts';

/** What a page is, as far as a pagemap word tells. */
export const PAGEMAP_STATES = [
  'present',
  'swap',
  'pte-marker',
  'migration',
  'hwpoison',
  'device-private',
  'device-exclusive',
  'swapin-error',
  'hidden',
  'none',
  'not-read',
] as const;
export type PagemapState = (typeof PAGEMAP_STATES)[number];

/** The configuration symbol without which bit 55 of a word says nothing. */
export const SOFT_DIRTY_SYMBOL = 'MEM_SOFT_DIRTY';

/** The symbol on which the numbers of special swap types depend. */
export const TYPES_SYMBOL = 'DEVICE_PRIVATE';

/** The kernel that made a dump, as far as pagemap depends on it; a `Kernel` is one. */
export interface PagemapKernel {
  readonly id: string;
  /** As that of `Kernel`; absent: none. */
  readonly differing?: number;
  readonly version: VersionCode;
  /** log2 of the bytes of a page. */
  readonly pageShift: number;
  readonly swapTypes: readonly SwapType[];
  readonly markers: readonly MarkerRow[];
  /** The entries from which it takes the words. */
  readonly layout: Pick<ArchLayout, 'rows'>;
  /** The levels of its tables, the highest first, where they are known. */
  readonly levels?: readonly LevelGeometry[];
  /** Tells whether a configuration symbol is on; undefined where nobody says it. */
  readonly says?: (symbol: string) => boolean | undefined;
  /** As that of `Kernel`. */
  readonly otherBuild?: Kernel['otherBuild'];
  /** Nobody said which kernel it is. */
  readonly isAssumed?: boolean;
}

/** Everything that all words of one histogram slot have in common. */
export interface StateInfo {
  readonly slot: number;
  readonly state: PagemapState;
  /** Short names of the markers that are set, in the kernel's order; `bit_N` for one the kernel does not know. */
  readonly markers: readonly string[];
  /** Short names of the flags that are set, bit 61 first; `bit_N` for one the kernel does not know. */
  readonly flags: readonly string[];
  /** State, with the markers behind it: `pte-marker:uffd_wp`. */
  readonly label: string;
  /** The marker lies in a huge-page entry: pagemap shows its flag and nothing else. */
  readonly huge: boolean;
  /** The swap type; undefined for anything but swapped pages whose type can be seen. */
  readonly type: SwapType | undefined;
  /** What bits 0-54 hold. */
  readonly number: 'pfn' | 'offset' | 'pfn-offset' | 'none';
}

/** How to read pagemap words of one kernel. */
export interface PagemapModel {
  readonly kernel: PagemapKernel;
  /** The flag rows in force, bit 61 first. */
  readonly flags: readonly PagemapRow[];
  /** The swap type of PTE markers, or `NO_MARKER_TYPE`. */
  readonly markerType: number;
  /** The labels of pages with each set of markers; empty where the kernel has none. */
  readonly markerLabels: readonly string[];
  /**
   * What the words of a slot are.
   *
   * @param hidden the kernel zeroed frame numbers, swap types and offsets (a reader without CAP_SYS_ADMIN)
   */
  describe(slot: number, hidden: boolean): StateInfo;
}

/** The slot of pages that were not read: no word has it, its state bits contradict each other. */
export const NOT_READ_SLOT = SLOTS - 1;

const STATE_BITS = 9;
const FIRST_MARKER_SUB = 33;
/** Sets of the four bits of a marker. */
const MARKER_SETS = 16;

function labelOf(state: PagemapState, markers: readonly string[]): string {
  return markers.length > 0 ? `${state}:${markers.join('+')}` : state;
}

/**
 * What a word with bit 62 is where its swap type is known.
 *
 * @param info what is known without it
 * @param markers short names of those that are set, of PTE markers alone
 */
export function stateOfType(info: StateInfo, type: SwapType, markers: readonly string[]): StateInfo {
  const number = type.kind === 'pte-marker' ? 'none' : type.kind === 'swap' ? 'offset' : 'pfn-offset';
  return {
    ...info,
    state: type.kind,
    markers,
    label: labelOf(type.kind, markers),
    huge: false,
    type,
    number,
  };
}

/** Resolves the layout of pagemap words for a kernel. */
export function createPagemapModel(kernel: PagemapKernel): PagemapModel {
  const rows = PAGEMAP_ROWS.filter((row) => isAvailable(row, kernel.version, () => true));
  const flags = rows.filter((row) => row.kind === 'flag');
  const markerType = kernel.swapTypes.find((type) => type.kind === 'pte-marker')?.number ?? NO_MARKER_TYPE;
  /** Some releases keep the page shift in bits 55-60. */
  const hasPageShift = rows.some((row) => row.name === 'PM_PSHIFT');
  const caches: [(StateInfo | undefined)[], (StateInfo | undefined)[]] = [[], []];

  function flagsOf(top: number): string[] {
    const names: string[] = [];
    for (const bit of FLAG_BITS) {
      if (((top >>> (bit - 55)) & 1) === 0 || (hasPageShift && bit <= 60)) continue;
      names.push(flags.find((row) => row.lo === bit)?.short ?? unknownBit(bit));
    }
    return names;
  }

  function markersOf(bits: number): string[] {
    const names = kernel.markers.filter((row) => (bits & Number(row.mask)) !== 0).map((row) => row.short);
    const known = kernel.markers.reduce((mask, row) => mask | Number(row.mask), 0);
    for (let bit = 0; bit < 4; bit += 1) if ((bits & ~known & (1 << bit)) !== 0) names.push(unknownBit(bit));
    return names;
  }

  function build(slot: number, hidden: boolean): StateInfo {
    if (slot === NOT_READ_SLOT)
      return {
        slot,
        state: 'not-read',
        markers: [],
        flags: [],
        label: 'not-read',
        huge: false,
        type: undefined,
        number: 'none',
      };
    const top = slot & 0x1ff;
    const sub = slot >>> STATE_BITS;
    const names = flagsOf(top);
    const make = (state: PagemapState, rest: Partial<StateInfo> = {}): StateInfo => {
      const markers = rest.markers ?? [];
      return {
        slot,
        state,
        flags: names,
        label: labelOf(state, markers),
        huge: false,
        type: undefined,
        number: 'none',
        ...rest,
        markers,
      };
    };
    if (top >>> 8 === 1) return make('present', { number: hidden ? 'none' : 'pfn' });
    if (top >>> 7 === 0) {
      // Only hugetlb entries show the flag without bit 62: the kernel does not say more about those.
      const marker = names.includes('uffd_wp') && markerType !== NO_MARKER_TYPE;
      return marker ? make('pte-marker', { markers: ['uffd_wp'], huge: true }) : make('none');
    }
    if (hidden && sub <= 1)
      return names.includes('guard') ? make('pte-marker', { markers: ['guard'] }) : make('hidden');
    const type = kernel.swapTypes[sub >= FIRST_MARKER_SUB ? markerType : sub - 1];
    if (type === undefined) return make('none');
    return stateOfType(
      make('hidden'),
      type,
      type.kind === 'pte-marker' ? markersOf(sub - FIRST_MARKER_SUB) : [],
    );
  }

  return {
    kernel,
    flags,
    markerType,
    markerLabels:
      markerType === NO_MARKER_TYPE
        ? []
        : Array.from({ length: MARKER_SETS }, (_, bits) => bits)
            .slice(1)
            .map((bits) => `pte-marker:${markersOf(bits).join('+')}`),
    describe(slot, hidden) {
      const cache = caches[hidden ? 1 : 0];
      return (cache[slot] ??= build(slot, hidden));
    },
  };
}

/** A pagemap word read whole. */
export interface PagemapEntry extends StateInfo {
  readonly raw: bigint;
  /** Frame number: of a present page, or the one in a migration, poison or device entry; null when not known. */
  readonly pfn: bigint | null;
  /** Swap type and offset; null for pages that are not swapped, and when the kernel hid them. */
  readonly swap: { readonly type: number; readonly offset: bigint; readonly name: string } | null;
}

const LOW = (1n << 55n) - 1n;

/**
 * Decodes one pagemap word.
 *
 * @param raw the word, 0 .. 2^64-1
 * @param hidden see `PagemapModel.describe`
 */
export function decodePagemap(model: PagemapModel, raw: bigint, hidden = false): PagemapEntry {
  const lo = Number(raw & 0xffff_ffffn);
  return entryOf(model.describe(slotOf(lo, Number(raw >> 32n), model.markerType), hidden), raw);
}

/** The number in a word: bits 0-54 of a present page, 5-54 of a swapped one. */
export function numberOfWord({ number }: StateInfo, raw: bigint): bigint {
  return number === 'pfn' ? raw & LOW : (raw & LOW) >> 5n;
}

/** A word of which it is known what all words of its slot have in common. */
function entryOf(info: StateInfo, raw: bigint): PagemapEntry {
  const { number, type } = info;
  const offset = numberOfWord(info, raw);
  const pfn = number === 'pfn' || number === 'pfn-offset' ? offset : null;
  const swap = type === undefined ? null : { type: type.number, offset, name: type.name };
  return { ...info, raw, pfn, swap };
}

import type { OperationRow, PredicateRow } from './function-rows.ts';
import { later } from '../later.ts';
import type {
  BitRow,
  Choice,
  ConfigSymbol,
  FormRow,
  LevelGeometry,
  NoneRow,
  PfnRow,
  SwapLayout,
} from './layout.ts';
import type { Machine } from './machine.ts';
import type { Availability } from '../version.ts';

/** A number of page-table levels that not all kernels of an architecture have. */
interface LaterLevels {
  readonly paging: number;
  /** First release that has it. */
  readonly since: string;
  /** Symbols without which no kernel has it. */
  readonly needs?: readonly string[];
  readonly src: string;
}

/** The page-table entries of one architecture, as data; what its machine is besides stands in `Machine`. */
export interface ArchLayout {
  /** First release that the tables cover. */
  readonly since: string;
  readonly levels: readonly LevelGeometry[];
  /** Number of table levels when nobody says. */
  readonly paging: readonly Choice[];
  /** Log2 of the page size. */
  readonly pageShift: readonly Choice[];
  /** `MAX_PHYSMEM_BITS`. */
  readonly physBits: readonly Choice[];
  /** They are the address bits of the CPU, and pages of devices have no others either. Absent: these can have. */
  readonly isPhysBitsOfCpu?: boolean;
  /**
   * What there can be more of them by, as half a sentence, how many there are then at most, and in which kernels that hangs on symbols
   * of which nobody may say that they are off.
   */
  readonly morePhysBits?: {
    readonly text: string;
    readonly most: number;
    readonly unlessOff: readonly (Availability & { readonly symbols: readonly string[] })[];
  };
  /** `SWP_PFN_BITS`; absent: what `MAX_PHYSMEM_BITS` leaves above the page size. */
  readonly swpPfnBits?: readonly Choice[];
  /** Bits of `__PHYSICAL_MASK` where a frame number is cut out with it; absent: every bit of the frame field. */
  readonly physMaskBits?: readonly Choice[];
  /** Bits of an `unsigned long`, which holds a generic `swp_entry_t`. */
  readonly wordBits: 32 | 64;
  /** Bits of an entry; absent: 64. */
  readonly entryBits?: readonly Choice[];
  /** Numbers of levels that came after the first release of the tables, or that not every configuration can have. */
  readonly laterLevels?: readonly LaterLevels[];
  /** Each address space has as many levels as it needs, and an entry tells its own. Absent: all of a kernel have as many. */
  readonly hasOwnHeights?: boolean;
  /** The symbol that a number of levels settles: `paging` has a row for each of its values. */
  readonly pagingSymbol?: string;
  /** Symbols that only this architecture has, or has from another release on. */
  readonly symbols: readonly ConfigSymbol[];
  /** Common symbols that cannot be on. */
  readonly lacks: readonly string[];
  /** The encryption bit: one of the bits `lo`..`hi` of a frame number; absent: the architecture has none. */
  readonly encryption?: BitRow;
  readonly none: readonly NoneRow[];
  readonly forms: readonly FormRow[];
  readonly rows: readonly BitRow[];
  readonly pfn: readonly PfnRow[];
  readonly swap: readonly SwapLayout[];
  /** The kernel's functions that answer something of an entry, in the order in which they are listed. */
  readonly predicates: () => Iterable<PredicateRow>;
  /** The kernel's functions that make or change an entry. */
  readonly operations: () => readonly OperationRow[];
  readonly src: string;
}

/** One architecture: its folder in `src/arch`. */
export interface Architecture {
  /** The same as `machine.arch`. */
  readonly arch: string;
  readonly machine: Machine;
  /** The tables of its entries, made when they are first asked for: decoding a value needs those of one architecture. */
  readonly layout: ArchLayout;
}

/**
 * Makes an architecture of its parts.
 *
 * @param layout makes the tables; called once at most
 */
export function defineArchitecture(machine: Machine, layout: () => ArchLayout): Architecture {
  const made = later(layout);
  return {
    arch: machine.arch,
    machine,
    get layout() {
      return made();
    },
  };
}

/** How entries of a table format are written, after the manual of the machine. */
export interface TableFormat {
  /** Lowest address bit and width of the index of each level, the top one first. */
  readonly levels: readonly { readonly shift: number; readonly bits: number }[];
  readonly order: 'little' | 'big';
  /** What an unused entry of a level holds; by default 0. */
  readonly empty?: (depth: number) => bigint;
  /** An entry that points to a table. */
  readonly table: (phys: bigint, depth: number) => bigint;
  /** An entry of a level that maps memory. */
  readonly leaf: (phys: bigint, depth: number) => bigint;
  /** Alignment of tables, in bytes; the size of a table where that is larger. */
  readonly align: bigint;
}

/** One mapping to be written: at which level it ends, 0 for the top one, and where it leads. */
export interface MadeMapping {
  readonly va: bigint;
  readonly depth: number;
  readonly phys: bigint;
  /** The entry, where it is not `leaf` of the format. */
  readonly raw?: bigint;
}

/** Tables as the test wrote them, and what a walk for each address must meet. */
export interface MadeTables {
  /** Physical memory from `base` on. */
  readonly bytes: Uint8Array;
  readonly base: bigint;
  readonly root: bigint;
  readonly walks: readonly {
    readonly va: bigint;
    readonly levels: readonly { readonly entryPhys: bigint; readonly raw: bigint }[];
    readonly phys: bigint;
  }[];
}

/**
 * Writes tables for some mappings.
 *
 * @param base where memory begins
 * @param rootOffset how far behind `base` the top table lies
 */
export function makeTables(
  format: TableFormat,
  mappings: readonly MadeMapping[],
  base: bigint,
  rootOffset: bigint,
): MadeTables {
  const tables = new Map<bigint, BigUint64Array>();
  let next = base + rootOffset;
  const make = (depth: number): bigint => {
    const entries = 2 ** (format.levels[depth]?.bits ?? 0);
    const size = BigInt(8 * entries);
    const align = depth === 0 ? 64n : size > format.align ? size : format.align;
    const at = (next + align - 1n) & -align;
    next = at + size;
    tables.set(at, new BigUint64Array(entries).fill(format.empty?.(depth) ?? 0n));
    return at;
  };
  const root = make(0);
  const below = new Map<string, bigint>();
  const walks = mappings.map(({ va, depth: end, phys, raw }) => {
    const levels: { entryPhys: bigint; raw: bigint }[] = [];
    let table = root;
    for (let depth = 0; depth <= end; depth++) {
      const { shift = 0, bits = 0 } = format.levels[depth] ?? {};
      const index = Number((va >> BigInt(shift)) & ((1n << BigInt(bits)) - 1n));
      const key = `${table} ${index}`;
      let entry = raw ?? format.leaf(phys & -(1n << BigInt(shift)), depth);
      let target = table;
      if (depth < end) {
        target = below.get(key) ?? make(depth + 1);
        below.set(key, target);
        entry = format.table(target, depth);
      }
      const words = tables.get(table);
      if (words) words[index] = entry;
      levels.push({ entryPhys: table + BigInt(8 * index), raw: entry });
      table = target;
    }
    return { va, levels, phys };
  });
  const bytes = new Uint8Array(Number(next - base));
  const view = new DataView(bytes.buffer);
  for (const [at, words] of tables)
    words.forEach((word, i) => {
      view.setBigUint64(Number(at - base) + 8 * i, word, format.order === 'little');
    });
  return { bytes, base, root, walks };
}

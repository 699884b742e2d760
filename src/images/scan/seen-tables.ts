/** Places before the first growth; always a power of two. */
const FIRST_ROOM = 1 << 10;

/**
 * The tables that a scan has met, each with the depth at which it did: nine bytes and a free place each, where a `Map`
 * takes six times as much. An address space of 2 TiB in pages of 4 KiB has a million.
 */
export class SeenTables {
  #addresses = new Float64Array(FIRST_ROOM).fill(-1);
  #depths = new Uint8Array(FIRST_ROOM);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The depth at which a table was met; undefined when it was not. */
  depthOf(address: number): number | undefined {
    const place = this.#placeOf(address);
    return this.#addresses[place] === address ? this.#depths[place] : undefined;
  }

  /**
   * Keeps a table that is not there yet.
   *
   * @param address physical, below 2^53
   * @param depth of its level, from the top, 0 .. 255
   */
  add(address: number, depth: number): void {
    if (4 * this.#size >= 3 * this.#addresses.length) this.#grow();
    const place = this.#placeOf(address);
    this.#addresses[place] = address;
    this.#depths[place] = depth;
    this.#size++;
  }

  /** Where an address stands, or the free place where it would. */
  #placeOf(address: number): number {
    const last = this.#addresses.length - 1;
    const low = Math.imul(address >>> 6, 0x9e37_79b1) ^ Math.imul(Math.floor(address / 2 ** 32), 0x85eb_ca6b);
    let place = (low ^ (low >>> 15)) & last;
    for (;;) {
      const there = this.#addresses[place];
      if (there === address || there === -1) return place;
      place = (place + 1) & last;
    }
  }

  #grow(): void {
    const [addresses, depths] = [this.#addresses, this.#depths];
    this.#addresses = new Float64Array(2 * addresses.length).fill(-1);
    this.#depths = new Uint8Array(2 * addresses.length);
    for (let i = 0; i < addresses.length; i += 1) {
      const address = addresses[i] ?? -1;
      if (address === -1) continue;
      const place = this.#placeOf(address);
      this.#addresses[place] = address;
      this.#depths[place] = depths[i] ?? 0;
    }
  }
}

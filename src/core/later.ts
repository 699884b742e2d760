/** Makes something when it is first asked for, and remembers it: one value needs little of what the program has. */
export function later<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Keeps what was made last for different keys, up to a number of them; the oldest goes when there is one too many. */
export class Kept<Key, Value extends string | object> {
  readonly #most: number;
  readonly #made = new Map<Key, Value>();

  /** @param most things that are kept, 1 or more */
  constructor(most: number) {
    this.#most = most;
  }

  /** What was made for a key, or what is made of it now. */
  once(key: Key, make: () => Value): Value {
    let known = this.#made.get(key);
    if (known === undefined) {
      known = make();
      if (this.#made.size >= this.#most) this.#dropOldest();
      this.#made.set(key, known);
    }
    return known;
  }

  #dropOldest(): void {
    for (const oldest of this.#made.keys()) {
      this.#made.delete(oldest);
      return;
    }
  }
}

/** What a map has for a key; where it has nothing, what is made now, and kept. */
export function keptIn<Key, Value>(
  map: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  let known = map.get(key);
  if (known === undefined) map.set(key, (known = make()));
  return known;
}

/** Makes something of an object when it is first asked for that one, and remembers it as long as there is the object. */
export function oncePer<Of extends object, T extends object>(make: (of: Of) => T): (of: Of) => T {
  const made = new WeakMap<Of, T>();
  return (of) => keptIn(made, of, () => make(of));
}

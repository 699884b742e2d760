/** Makes something when it is first asked for, and remembers it: one value needs little of what the program has. */
export function later<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

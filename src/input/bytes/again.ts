import type { Input } from './io.ts';

/**
 * The same input once more, from a position on; undefined for what can only be read once. It lasts as long as the first, and
 * closing it closes nothing.
 */
export function againFrom(input: Input, position: number): Input | undefined {
  const { readAt, name, size, isDevice = false } = input;
  if (!readAt) return undefined;
  let at = position;
  return {
    name,
    size,
    isDevice,
    read(target) {
      const got = readAt(at, target);
      at += got;
      return got;
    },
    readAt,
    close: () => undefined,
  };
}

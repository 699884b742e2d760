import type { FoundShape, FoundValue } from '../lines/find-shapes.ts';

/** Keeps the last entry of a walk that a debugger showed: it shows that one once more with its flags, whatever its level is. */
export class LastStep {
  #entry: FoundValue | undefined;

  note({ shape, values }: FoundShape): void {
    if (shape.name.startsWith('crash-')) this.#entry = values.at(-1) ?? this.#entry;
  }

  /** What a line shows, the entry that was shown before at its level. */
  atItsLevel(found: FoundShape): FoundShape {
    const last = this.#entry;
    if (found.shape.after === undefined || found.shape.role !== 'memory') return found;
    // What is in swap was no table and no large page.
    if (found.values.every(({ value }) => value !== last?.value))
      return { ...found, isLevelAssumed: found.says.swapOffset === undefined };
    const values = found.values.map((value) =>
      value.value === last?.value ? { ...value, level: last.level } : value,
    );
    return { ...found, values };
  }
}

/** What a line shows, at the level below the last of the walk that it goes on with, where its shape says so. */
export function belowLast(
  found: FoundShape,
  { parts }: { readonly parts: readonly { readonly found: FoundShape }[] },
): FoundShape {
  const last = parts.at(-1)?.found.values.at(-1)?.level;
  const level = last === undefined || last === 'swap_entry' ? undefined : found.shape.levelBelow?.[last];
  return level === undefined ? found : { ...found, values: found.values.map((one) => ({ ...one, level })) };
}

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

import { ANYTHING, OpenInteger, type OpenValue } from '../../records/where/values.ts';
import { PAGE_PROPERTIES_BY_NAME, type WhereSubject } from '../page-names.ts';

/** A page as it may be: what is not known of it has one of its possible values, or is open. */
export interface PageView extends WhereSubject {
  /** Bits 0-54 of the word may be any. */
  readonly hasOpenNumber?: boolean;
  /** The names of which nothing is known. */
  readonly isOpen?: ((name: string) => boolean) | undefined;
}

/** Something that is not known. */
export interface Unknown<Scene> {
  readonly why: string;
  /** All that may be, where everything else is as it is in a scene; nothing for a scene that cannot be. */
  readonly spread: (scene: Scene) => readonly Scene[];
}

/** The bits of the upper half that belong to the number. */
const NUMBER_HI = 0x7f_ffff;

/** What is known of a name, of a page as it may be. */
export function valueIn(view: PageView, name: string, pageSize: number): OpenValue {
  if (view.isOpen?.(name) === true) return ANYTHING;
  const property = PAGE_PROPERTIES_BY_NAME.get(name);
  if (view.hasOpenNumber !== true || property?.of !== 'page') return property?.get(view, pageSize);
  const low = property.get({ ...view, lo: 0, hi: (view.hi & ~NUMBER_HI) >>> 0 }, pageSize);
  const high = property.get({ ...view, lo: 0xffff_ffff, hi: (view.hi | NUMBER_HI) >>> 0 }, pageSize);
  return typeof low === 'bigint' && typeof high === 'bigint' ? new OpenInteger(low, low ^ high) : low;
}

/** The answer that is the same in all that may be; undefined where there is none. */
export function answerIn<Scene>(
  scene: Scene,
  unknowns: readonly Unknown<Scene>[],
  ask: (scene: Scene) => boolean | undefined,
): boolean | undefined {
  const answers = new Set<boolean | undefined>();
  // Gives false as soon as there is no answer that is the same in all.
  const visit = (at: number, one: Scene): boolean => {
    const unknown = unknowns[at];
    if (unknown) return unknown.spread(one).every((each) => visit(at + 1, each));
    answers.add(ask(one));
    return answers.size === 1 && !answers.has(undefined);
  };
  if (!visit(0, scene)) return undefined;
  const [answer] = answers;
  return answer;
}

/** Why there is no such answer: what prevents it alone, else all that together does. */
export function reasonsIn<Scene>(
  scene: Scene,
  unknowns: readonly Unknown<Scene>[],
  ask: (scene: Scene) => boolean | undefined,
): readonly string[] {
  if (answerIn(scene, unknowns, ask) !== undefined) return [];
  const alone = unknowns.filter((unknown) => answerIn(scene, [unknown], ask) === undefined);
  return (alone.length > 0 ? alone : unknowns).map(({ why }) => why);
}

import { compileCondition } from './evaluate.ts';
import type { WhereNode } from './tree.ts';
import type { Lookup } from './values.ts';

/**
 * A condition over a record of which not all is known: true or false where it is that whatever the unknown values are,
 * undefined where they decide.
 *
 * @param isKnown whether everything that a comparison speaks of is known; it is asked for comparisons and names that
 *   stand alone, never for what joins them
 */
export type CertainCondition = (
  lookup: Lookup,
  isKnown: (comparison: WhereNode) => boolean,
) => boolean | undefined;

/** The comparisons, and names that stand alone, that a condition joins. */
export function comparisonsOf(node: WhereNode): readonly WhereNode[] {
  switch (node.kind) {
    case 'not':
      return comparisonsOf(node.operand);
    case 'and':
    case 'or':
      return node.operands.flatMap(comparisonsOf);
    default:
      return [node];
  }
}

/** Makes the three-valued form of a checked condition (Kleene's): the comparisons are those of `compileCondition`. */
export function compileCertain(node: WhereNode): CertainCondition {
  switch (node.kind) {
    case 'not': {
      const operand = compileCertain(node.operand);
      return (lookup, isKnown) => {
        const answer = operand(lookup, isKnown);
        return answer === undefined ? undefined : !answer;
      };
    }
    case 'and':
      return joined(node.operands, false);
    case 'or':
      return joined(node.operands, true);
    default: {
      const comparison = compileCondition(node);
      return (lookup, isKnown) => (isKnown(node) ? comparison(lookup) : undefined);
    }
  }
}

/** @param decisive the answer of one operand that is the answer of all */
function joined(nodes: readonly WhereNode[], decisive: boolean): CertainCondition {
  const operands = nodes.map(compileCertain);
  return (lookup, isKnown) => {
    let answer: boolean | undefined = !decisive;
    for (const operand of operands) {
      const one = operand(lookup, isKnown);
      if (one === decisive) return decisive;
      if (one === undefined) answer = undefined;
    }
    return answer;
  };
}

import { compileCondition } from './evaluate.ts';
import { compileOpen } from './open.ts';
import type { WhereNode } from './tree.ts';
import type { Lookup, OpenValue } from './values.ts';

/** A comparison, or a name that stands alone: what a condition joins. */
export interface Atom {
  readonly node: WhereNode;
  /** Whether it holds for a record of which all is known. */
  readonly holds: (lookup: Lookup) => boolean;
  /** The same where some values are open: undefined where they decide. */
  readonly mayHold: (lookup: (name: string) => OpenValue) => boolean | undefined;
}

/**
 * A condition over a record of which not all is known: true or false where it is that whatever the answers are that its
 * comparisons do not have, undefined where they decide (the three-valued logic of Kleene).
 */
export interface CertainCondition {
  readonly atoms: readonly Atom[];
  /** @param answerOf undefined: the comparison has no answer */
  answer(answerOf: (atom: Atom) => boolean | undefined): boolean | undefined;
}

type Ask = (answerOf: (atom: Atom) => boolean | undefined) => boolean | undefined;

/** Makes the three-valued form of a checked condition: the comparisons are those of `compileCondition`. */
export function compileCertain(root: WhereNode): CertainCondition {
  const atoms: Atom[] = [];
  const askOf = (node: WhereNode): Ask => {
    switch (node.kind) {
      case 'not': {
        const operand = askOf(node.operand);
        return (answerOf) => {
          const answer = operand(answerOf);
          return answer === undefined ? undefined : !answer;
        };
      }
      case 'and':
        return joined(node.operands.map(askOf), false);
      case 'or':
        return joined(node.operands.map(askOf), true);
      default: {
        const atom = { node, holds: compileCondition(node), mayHold: compileOpen(node) };
        atoms.push(atom);
        return (answerOf) => answerOf(atom);
      }
    }
  };
  return { answer: askOf(root), atoms };
}

/** @param decisive the answer of one operand that is the answer of all */
function joined(operands: readonly Ask[], decisive: boolean): Ask {
  return (answerOf) => {
    let answer: boolean | undefined = !decisive;
    for (const operand of operands) {
      const one = operand(answerOf);
      if (one === decisive) return decisive;
      if (one === undefined) answer = undefined;
    }
    return answer;
  };
}

import type { WhereType } from './names.ts';

/** The comparisons of the grammar, `in` apart. */
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** The same comparison with its sides changed. */
export const TURNED: Readonly<Record<Comparison, Comparison>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** Where a piece of an expression stands: 0-based index of its first character, and of the one behind its last. */
export interface Span {
  readonly at: number;
  readonly end: number;
}

/** A constant: an integer, text, true, false or null. */
export interface Literal extends Span {
  readonly kind: 'literal';
  readonly value: bigint | string | boolean | null;
}

/** The operators over any leaves: the parser's names are words, those of a checked condition have a type. */
type Tree<Name> =
  | Name
  | Literal
  /** `a & b & …` */
  | (Span & { readonly kind: 'bits'; readonly operands: readonly Tree<Name>[] })
  | (Span & {
      readonly kind: 'compare';
      readonly op: Comparison;
      readonly left: Tree<Name>;
      readonly right: Tree<Name>;
    })
  /** `value in (items…)`: equal to one of them. */
  | (Span & { readonly kind: 'in'; readonly value: Tree<Name>; readonly items: readonly Tree<Name>[] })
  /** `value in list` and `list has value`. */
  | (Span & { readonly kind: 'has'; readonly list: Tree<Name>; readonly value: Tree<Name> })
  | (Span & { readonly kind: 'not'; readonly operand: Tree<Name> })
  | (Span & { readonly kind: 'and' | 'or'; readonly operands: readonly Tree<Name>[] });

/** A name as it is written. */
export type Word = Span & { readonly kind: 'word'; readonly text: string };

/** A name that is known, under its canonical spelling. */
export type NameUse = Span & { readonly kind: 'name'; readonly name: string; readonly type: WhereType };

/** A condition as it is written: what the parser gives. */
export type Syntax = Tree<Word>;

/** A condition whose names are known and whose comparisons make sense: plain data, for whoever wants to look at it. */
export type WhereNode = Tree<NameUse>;

/** The pieces directly below one. */
export function childrenOf(node: WhereNode): readonly WhereNode[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'compare':
      return [node.left, node.right];
    case 'in':
      return [node.value, ...node.items];
    case 'has':
      return [node.list, node.value];
    case 'not':
      return [node.operand];
    case 'bits':
    case 'and':
    case 'or':
      return node.operands;
    default: {
      const never: never = node;
      return never;
    }
  }
}

/** The names in a piece, as often as they stand in it. */
export function nameUses(node: WhereNode): readonly NameUse[] {
  return node.kind === 'name' ? [node] : childrenOf(node).flatMap(nameUses);
}

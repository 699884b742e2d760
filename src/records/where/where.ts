import { compileCertain } from './certain.ts';
import { Checker } from './check.ts';
import { compileCondition } from './evaluate.ts';
import { expressionError } from './lexer.ts';
import type { Names } from './names.ts';
import { Parser } from './parse.ts';
import { childrenOf, nameUses, type WhereNode } from './tree.ts';
import type { Lookup } from './values.ts';

/** A condition over the names of a record. */
export interface Where {
  readonly text: string;
  /** The names that it uses, each once under its canonical spelling, in the order in which they first stand. */
  readonly names: readonly string[];
  /** What was understood, as plain data. */
  readonly root: WhereNode;
  /** Whether the condition holds for the record behind `lookup`. Never throws by itself. */
  readonly evaluate: (lookup: Lookup) => boolean;
}

/** The texts that a list is searched for; undefined where it is used in any other way. */
export function elementsAsked(root: WhereNode, list: string): ReadonlySet<string> | undefined {
  const asked = new Set<string>();
  const visit = (node: WhereNode): boolean => {
    if (node.kind === 'name') return node.name !== list;
    const isSearched = node.kind === 'has' && node.list.kind === 'name' && node.list.name === list;
    if (!isSearched || node.value.kind !== 'literal') return childrenOf(node).every(visit);
    if (typeof node.value.value === 'string') asked.add(node.value.value);
    return true;
  };
  return visit(root) ? asked : undefined;
}

/**
 * Reads a condition over the names of a record, such as `state == "swap" && swap.type == 1 && uffd_wp`. The grammar is
 * in docs/where.md.
 *
 * @param names those that the record has, with their types
 * @throws PteDecodeError `ERR_EXPRESSION`: not of the grammar, an unknown name, a value that does not exist, or a
 *   comparison that can never be true; the message names the column and shows the place with a caret. A whole condition that
 *   holds for none of `names.kinds`
 */
export function compileWhere(text: string, names: Names): Where {
  const root = new Checker(text, names).condition(new Parser(text).parse());
  const { answer, atoms } = compileCertain(root);
  const uses = nameUses(root).toSorted((left, right) => left.at - right.at);
  const kinds = names.kinds?.();
  if (kinds?.every((kind) => answer(({ mayHold }) => mayHold(kind)) === false)) {
    const nothing = uses.find(({ name }) => kinds.every((kind) => kind(name) === null));
    const why = nothing
      ? `: ${nothing.name} is always null`
      : atoms.length > 1
        ? ': its parts never hold together'
        : '';
    throw expressionError(text, nothing?.at ?? 0, `this is never true ${names.here}${why}`);
  }
  return {
    text,
    names: [...new Set(uses.map(({ name }) => name))],
    root,
    evaluate: compileCondition(root),
  };
}

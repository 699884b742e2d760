import { type PteDecodeError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { expressionError, type SymbolText, type Token, tokenize } from './lexer.ts';
import { areEqual, compareIntegers, integerOf, isMember, isTrue, type WhereValue } from './values.ts';

export { type WhereValue } from './values.ts';

/** Gives the value of a name; undefined where there is none. */
export type Lookup = (name: string) => WhereValue;

/** A parsed expression. */
export interface Where {
  readonly text: string;
  /** The names that occur, each once, in order. */
  readonly names: readonly string[];
  /** 0-based index in `text` where each of `names` first stands. */
  readonly places: readonly number[];
  /** Evaluates the expression. */
  readonly value: (lookup: Lookup) => WhereValue;
}

type Term = Where['value'];

/** How deep parentheses and `!` may be nested. */
const MAX_DEPTH = 100;

const COMPARISONS = new Map<SymbolText, (left: WhereValue, right: WhereValue) => boolean>([
  ['==', areEqual],
  ['!=', (left, right) => !areEqual(left, right)],
  ['<', (left, right) => (compareIntegers(left, right) ?? 0) < 0],
  ['>', (left, right) => (compareIntegers(left, right) ?? 0) > 0],
  ['<=', (left, right) => (compareIntegers(left, right) ?? 1) <= 0],
  ['>=', (left, right) => (compareIntegers(left, right) ?? -1) >= 0],
]);

/** A recursive-descent parser that turns tokens into functions; one method per row of the grammar in docs/where.md. */
class Parser {
  readonly places = new Map<string, number>();
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  parse(): Term {
    const term = this.#or();
    if (this.#peek().kind !== 'end') throw this.#unexpected('an operator or the end');
    return term;
  }

  #or(): Term {
    const terms = [this.#and()];
    while (this.#take('||')) terms.push(this.#and());
    const [only] = terms;
    if (terms.length === 1 && only) return only;
    return (lookup) => terms.some((term) => isTrue(term(lookup)));
  }

  #and(): Term {
    const terms = [this.#not()];
    while (this.#take('&&')) terms.push(this.#not());
    const [only] = terms;
    if (terms.length === 1 && only) return only;
    return (lookup) => terms.every((term) => isTrue(term(lookup)));
  }

  #not(): Term {
    if (!this.#take('!')) return this.#comparison();
    const term = this.#nested(() => this.#not());
    return (lookup) => !isTrue(term(lookup));
  }

  #comparison(): Term {
    const left = this.#bits();
    const term = this.#compareWith(left);
    if (term === undefined) return left;
    const { kind, text } = this.#peek();
    if (this.#peekComparison() || kind === 'in')
      throw this.#error(`a second comparison "${text}": join two with &&`);
    return term;
  }

  #compareWith(left: Term): Term | undefined {
    const negated = this.#peek(1).kind === 'in' && this.#take('!');
    if (this.#peek().kind === 'in') {
      this.#next += 1;
      const list = this.#list();
      return (lookup) => isMember(left(lookup), list(lookup)) !== negated;
    }
    const compare = this.#peekComparison();
    if (!compare) return undefined;
    this.#next += 1;
    const right = this.#bits();
    return (lookup) => compare(left(lookup), right(lookup));
  }

  /** What stands after `in`: a name, or values in parentheses. */
  #list(): Term {
    if (!this.#take('(')) return this.#bits();
    const items = [this.#bits()];
    while (this.#take(',')) items.push(this.#bits());
    this.#close();
    return (lookup) => items.map((item) => item(lookup));
  }

  #bits(): Term {
    const operands = [this.#operand()];
    while (this.#take('&')) operands.push(this.#operand());
    const [only] = operands;
    if (operands.length === 1 && only) return only;
    return (lookup) => {
      let bits: bigint | undefined;
      for (const operand of operands) {
        const integer = integerOf(operand(lookup));
        if (integer === undefined) return null;
        bits = bits === undefined ? integer : bits & integer;
      }
      return bits;
    };
  }

  #operand(): Term {
    const token = this.#peek();
    if (token.kind === 'literal') {
      this.#next += 1;
      return () => token.value;
    }
    if (token.kind === 'name') {
      this.#next += 1;
      if (!this.places.has(token.text)) this.places.set(token.text, token.at);
      return (lookup) => lookup(token.text);
    }
    if (!this.#take('(')) throw this.#unexpected('a value, a name or "("');
    const term = this.#nested(() => this.#or());
    this.#close();
    return term;
  }

  #nested(parse: () => Term): Term {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.#error(`nested deeper than ${MAX_DEPTH} levels`);
    const term = parse();
    this.#depth -= 1;
    return term;
  }

  #close(): void {
    if (!this.#take(')')) throw this.#unexpected('")"');
  }

  #peek(ahead = 0): Token {
    return this.#tokens[this.#next + ahead] ?? { at: this.#text.length, text: '', kind: 'end' };
  }

  #peekComparison(): ((left: WhereValue, right: WhereValue) => boolean) | undefined {
    const token = this.#peek();
    return token.kind === 'symbol' ? COMPARISONS.get(token.symbol) : undefined;
  }

  #take(symbol: SymbolText): boolean {
    const token = this.#peek();
    if (token.kind !== 'symbol' || token.symbol !== symbol) return false;
    this.#next += 1;
    return true;
  }

  #error(problem: string): PteDecodeError {
    return expressionError(this.#text, this.#peek().at, problem);
  }

  #unexpected(wanted: string): PteDecodeError {
    const { kind, text } = this.#peek();
    return this.#error(`wanted ${wanted}, found ${kind === 'end' ? 'the end' : `"${printable(text)}"`}`);
  }
}

/**
 * Parses a condition over the names of a record, such as `state == "swap" && swap.type == 1 && uffd_wp`. The grammar is
 * in docs/where.md.
 *
 * @throws PteDecodeError `ERR_EXPRESSION`; the message names the column and shows the place with a caret
 */
export function parseWhere(text: string): Where {
  const parser = new Parser(text);
  const value = parser.parse();
  return { text, names: [...parser.places.keys()], places: [...parser.places.values()], value };
}

/**
 * Refuses an expression that uses a name which no record has.
 *
 * @throws PteDecodeError `ERR_EXPRESSION` at the first such name
 */
export function checkNames(where: Where, allowed: Iterable<string>): void {
  const known = new Set(allowed);
  where.names.forEach((name, index) => {
    if (known.has(name)) return;
    throw expressionError(
      where.text,
      where.places[index] ?? 0,
      `unknown name "${printable(name)}" (text stands in quotes); names are ${[...known].join(', ')}`,
    );
  });
}

/**
 * Whether the condition holds for the record behind `lookup`. Never throws: values that cannot be compared are unequal
 * and unordered.
 */
export function evaluate(where: Where, lookup: Lookup): boolean {
  return isTrue(where.value(lookup));
}

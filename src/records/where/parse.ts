import { type PteDecodeError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { expressionError, type SymbolText, type Token, tokenize } from './lexer.ts';
import type { Comparison, Syntax } from './tree.ts';

/** How deep parentheses and `!` may be nested. */
const MAX_DEPTH = 100;

const COMPARISONS: ReadonlySet<string> = new Set<Comparison>(['==', '!=', '<', '<=', '>', '>=']);

function isComparison(symbol: SymbolText): symbol is Comparison {
  return COMPARISONS.has(symbol);
}

/** A recursive-descent parser, which knows no names; one method per row of the grammar in docs/where.md. */
export class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  /** @throws PteDecodeError `ERR_EXPRESSION`; the message names the column and shows the place with a caret */
  parse(): Syntax {
    const node = this.#or();
    if (this.#peek().kind !== 'end') throw this.#unexpected('an operator or the end');
    return node;
  }

  #or(): Syntax {
    return this.#chain('||', 'or', () => this.#and());
  }

  #and(): Syntax {
    return this.#chain('&&', 'and', () => this.#not());
  }

  #not(): Syntax {
    const { at } = this.#peek();
    if (!this.#take('!')) return this.#comparison();
    const operand = this.#nested(() => this.#not());
    return { kind: 'not', at, end: this.#end(), operand };
  }

  #comparison(): Syntax {
    const { at } = this.#peek();
    const left = this.#bits();
    const node = this.#compareWith(left, at);
    if (node === undefined) return left;
    const { kind, text } = this.#peek();
    if (this.#peekComparison() !== undefined || kind === 'in' || kind === 'has')
      throw this.#error(`a second comparison "${text}": join two with &&`);
    return node;
  }

  #compareWith(left: Syntax, at: number): Syntax | undefined {
    const isWord = (ahead: number): boolean => ['in', 'has'].includes(this.#peek(ahead).kind);
    const isNegated = isWord(1) && this.#take('!');
    if (isWord(0)) {
      const node = this.#membership(left, at);
      return isNegated ? { kind: 'not', at, end: node.end, operand: node } : node;
    }
    const op = this.#peekComparison();
    if (op === undefined) return undefined;
    this.#next += 1;
    const right = this.#bits();
    return { kind: 'compare', at, end: this.#end(), op, left, right };
  }

  /** `in` a list of values or a name, or `has` a value. */
  #membership(left: Syntax, at: number): Syntax {
    const { kind } = this.#peek();
    this.#next += 1;
    if (kind === 'has') {
      const value = this.#bits();
      return { kind: 'has', at, end: this.#end(), list: left, value };
    }
    if (!this.#take('(')) {
      const list = this.#bits();
      return { kind: 'has', at, end: this.#end(), list, value: left };
    }
    const items = [this.#bits()];
    while (this.#take(',')) items.push(this.#bits());
    this.#close();
    return { kind: 'in', at, end: this.#end(), value: left, items };
  }

  #bits(): Syntax {
    return this.#chain('&', 'bits', () => this.#operand());
  }

  #operand(): Syntax {
    const token = this.#peek();
    const { at } = token;
    const end = at + token.text.length;
    if (token.kind === 'literal') {
      this.#next += 1;
      return { kind: 'literal', at, end, value: token.value };
    }
    if (token.kind === 'name') {
      this.#next += 1;
      return { kind: 'word', at, end, text: token.text };
    }
    if (!this.#take('(')) throw this.#unexpected('a value, a name or "("');
    const node = this.#nested(() => this.#or());
    this.#close();
    return node;
  }

  /** One operand, or several joined by one operator. */
  #chain(symbol: SymbolText, kind: 'or' | 'and' | 'bits', parse: () => Syntax): Syntax {
    const { at } = this.#peek();
    const first = parse();
    if (!this.#isNext(symbol)) return first;
    const operands = [first];
    while (this.#take(symbol)) operands.push(parse());
    return { kind, at, end: this.#end(), operands };
  }

  #nested(parse: () => Syntax): Syntax {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.#error(`nested deeper than ${MAX_DEPTH} levels`);
    const node = parse();
    this.#depth -= 1;
    return node;
  }

  #close(): void {
    if (!this.#take(')')) throw this.#unexpected('")"');
  }

  #peek(ahead = 0): Token {
    return this.#tokens[this.#next + ahead] ?? { at: this.#text.length, text: '', kind: 'end' };
  }

  /** Where the token that was taken last ends. */
  #end(): number {
    const { at, text } = this.#peek(-1);
    return at + text.length;
  }

  #peekComparison(): Comparison | undefined {
    const token = this.#peek();
    return token.kind === 'symbol' && isComparison(token.symbol) ? token.symbol : undefined;
  }

  #isNext(symbol: SymbolText): boolean {
    const token = this.#peek();
    return token.kind === 'symbol' && token.symbol === symbol;
  }

  #take(symbol: SymbolText): boolean {
    if (!this.#isNext(symbol)) return false;
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

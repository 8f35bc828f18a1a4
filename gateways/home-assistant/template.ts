import { FILTERS, FUNCTIONS, isTrue, numberOf, rendered, type Value } from './template-functions.ts'
import { templateTokens, type Token } from './template-tokens.ts'

/** A part of a template, ready to be calculated from a message. */
type Expression = (message: Value) => Value

/**
 * Renders a template for one message as Home Assistant does, and is stricter: a key that the message lacks is an error, also behind `.get`.
 * It knows what our templates use: `value_json`, keys, `.get`, `as_timestamp`, `timestamp_utc`, `in`, `if` with `else`, and arithmetic.
 * Throws an Error whose message goes on after "the template ...: ".
 */
export function renderTemplate(template: string, message: Value): string {
  return rendered(new Parser(templateTokens(template)).whole()(message))
}

/** One token after the other; each method reads what binds at least as closely as its name says. */
class Parser {
  private at = 0
  private readonly tokens: Token[]

  constructor(tokens: Token[]) {
    this.tokens = tokens
  }

  whole(): Expression {
    const expression = this.choice()
    if (this.next.kind !== 'end') throw this.surprise()
    return expression
  }

  private get next(): Token {
    return this.tokens[this.at]
  }

  /** a if b else c */
  private choice(): Expression {
    const first = this.membership()
    if (!this.takes('if')) return first
    const condition = this.membership()
    this.demand('else')
    const other = this.choice()
    return message => isTrue(condition(message)) ? first(message) : other(message)
  }

  private membership(): Expression {
    const item = this.sum()
    if (!this.takes('in')) return item
    const list = this.sum()
    return message => {
      const where = list(message)
      if (!Array.isArray(where)) throw new Error('"in" needs a list')
      return where.includes(item(message))
    }
  }

  private sum(): Expression {
    let left = this.product()
    while (this.takes('-')) {
      const [one, other] = [left, this.product()]
      left = message => numberOf(one(message)) - numberOf(other(message))
    }
    return left
  }

  private product(): Expression {
    let left = this.filtered()
    for (;;) {
      const one = left
      if (this.takes('*')) {
        const other = this.filtered()
        left = message => numberOf(one(message)) * numberOf(other(message))
      } else if (this.takes('//')) {
        const other = this.filtered()
        left = message => Math.floor(numberOf(one(message)) / numberOf(other(message)))
      } else if (this.takes('/')) {
        const other = this.filtered()
        left = message => numberOf(one(message)) / numberOf(other(message))
      } else return left
    }
  }

  private filtered(): Expression {
    let value = this.member()
    while (this.takes('|')) {
      const [one, filter] = [value, this.named(FILTERS)]
      value = message => filter(one(message))
    }
    return value
  }

  /** a.b, a.get('b') and a.get('b', c) */
  private member(): Expression {
    let value = this.single()
    while (this.takes('.')) {
      const [one, name] = [value, this.name()]
      const key = name === 'get' && this.next.text === '(' ? this.argumentOfGet() : name
      value = message => keyOf(one(message), key)
    }
    return value
  }

  /** The key; what it would be without it, is for older nodes and not calculated. */
  private argumentOfGet(): string {
    this.demand('(')
    const { kind, text } = this.next
    if (kind !== 'text') throw this.surprise()
    this.at++
    if (this.takes(',')) this.single()
    this.demand(')')
    return text
  }

  private single(): Expression {
    const { kind, text } = this.next
    if (kind === 'text' || kind === 'number') {
      this.at++
      const value = kind === 'text' ? text : Number(text)
      return () => value
    }
    if (this.takes('(')) return this.enclosed(')')
    if (this.takes('[')) return this.empty([], ']')
    if (this.takes('{')) return this.empty({}, '}')
    if (kind !== 'name') throw this.surprise()
    if (this.takes('value_json')) return message => message
    if (this.takes('None')) return () => null
    const calculates = this.named(FUNCTIONS)
    this.demand('(')
    const argument = this.enclosed(')')
    return message => calculates(argument(message))
  }

  private enclosed(end: string): Expression {
    const inner = this.choice()
    this.demand(end)
    return inner
  }

  private empty(value: Value, end: string): Expression {
    this.demand(end)
    return () => value
  }

  private named<T>(known: Map<string, T>): T {
    const found = known.get(this.next.text)
    if (found === undefined) throw this.surprise()
    this.at++
    return found
  }

  private name(): string {
    const { kind, text } = this.next
    if (kind !== 'name') throw this.surprise()
    this.at++
    return text
  }

  /** Goes on after `text` if it comes next. */
  private takes(text: string): boolean {
    if (this.next.text !== text || this.next.kind === 'text' || this.next.kind === 'number') return false
    this.at++
    return true
  }

  private demand(text: string): void {
    if (!this.takes(text)) throw this.surprise()
  }

  private surprise(): Error {
    return new Error(`"${this.next.text}" is not expected there`)
  }
}

function keyOf(value: Value, key: string): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, key)) throw new Error(`the message has no ${key}`)
  return value[key]
}

/** A piece of a template: a name, a text or number as its value, or a sign. */
export interface Token {
  kind: 'name' | 'text' | 'number' | 'sign' | 'end'
  text: string
}

const PIECE = /\s*(?:([A-Za-z_]\w*)|'([^'\\]*)'|(\d+(?:\.\d+)?)|(\/\/|[-*/|.,:(){}[\]]))/y

/** The pieces of what stands between `{{` and `}}`, and an `end`. Throws an Error that says where it does not know on. */
export function templateTokens(template: string): Token[] {
  const inner = /^\{\{ (.*) \}\}$/.exec(template)?.[1]
  if (inner === undefined || inner.includes('}}')) throw new Error('it is not one "{{ expression }}"')
  const tokens: Token[] = []
  PIECE.lastIndex = 0
  while (PIECE.lastIndex < inner.length) {
    const from = PIECE.lastIndex
    const [, name, text, number, sign] = (PIECE.exec(inner) ?? []) as (string | undefined)[]
    if (name !== undefined) tokens.push({ kind: 'name', text: name })
    else if (text !== undefined) tokens.push({ kind: 'text', text })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
    else throw new Error(`it has "${inner.slice(from, from + 20).trim()}", which is no template of ours`)
  }
  tokens.push({ kind: 'end', text: 'its end' })
  return tokens
}

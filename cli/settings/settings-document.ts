import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import type { SettingsProblem } from './settings-problem.ts'

const MALFORMED: Readonly<Record<string, string>> = {
  InvalidSymbol: 'there is a word that JSON does not have; texts stand in double quotes',
  InvalidNumberFormat: 'there is a number that JSON does not have',
  PropertyNameExpected: 'a name in double quotes is missing, or a comma is too many',
  ValueExpected: 'a value is missing, or a comma is too many',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'there is more behind the closing brace',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'JSON has no comments',
  UnexpectedEndOfString: 'a text has no closing quote in its line',
  UnexpectedEndOfNumber: 'a number is not complete',
  InvalidUnicode: 'a \\u needs four hexadecimal digits',
  InvalidEscapeCharacter: 'there is a backslash that JSON does not have; write \\\\ for one',
  InvalidCharacter: 'there is a character that JSON does not have; write a line break or a tab in a text as \\n or \\t'
}

/** A settings file as it stands: what its syntax is worth, and where everything is. */
export class SettingsDocument {
  readonly text: string
  private readonly tree: Node | undefined
  private readonly errors: ParseError[] = []

  constructor(text: string) {
    this.text = text
    this.tree = parseTree(text, this.errors, { disallowComments: true, allowTrailingComma: false })
  }

  /** What is not JSON, or is named twice. The parser's own words are not used, since they quote the text, which may be a password. */
  problems(): SettingsProblem[] {
    const malformed = this.errors.map(({ error, offset }): SettingsProblem => ({
      level: 'error', path: '', ...this.at(offset), message: `this is not JSON: ${MALFORMED[printParseErrorCode(error)] ?? 'check commas, quotes and brackets'}`
    }))
    // One mistake makes several errors in its line.
    const firsts = malformed.filter(({ line }, i) => line !== malformed[i - 1]?.line)
    return firsts.length > 0 || !this.tree ? firsts : this.twice(this.tree, [])
  }

  /** Where the value of that setting stands, or else the object that it is missing from. */
  placeOf(path: string): { line: number, column: number } {
    const steps = path === '' ? [] : path.split('.')
    for (; steps.length > 0; steps.pop()) {
      const node = this.find(steps)
      if (node) return this.at(node.offset)
    }
    return this.at(this.tree?.offset ?? 0)
  }

  /** Where the name of that setting stands. */
  keyPlaceOf(steps: string[]): { line: number, column: number } {
    const node = this.find(steps)
    return this.at(node?.parent?.children?.[0].offset ?? node?.offset ?? 0)
  }

  /** The value at the end of these steps. Of a name that is there twice the last one counts, as on the board. */
  private find(steps: readonly string[]): Node | undefined {
    let node = this.tree
    for (const step of steps) node = node?.children?.findLast(({ children }) => children?.[0].value === step)?.children?.[1]
    return node
  }

  private twice(node: Node, steps: string[]): SettingsProblem[] {
    const problems: SettingsProblem[] = []
    const first = new Map<string, number>()
    for (const child of node.children ?? []) {
      if (node.type !== 'object') {
        problems.push(...this.twice(child, steps))
        continue
      }
      const [key, value] = child.children ?? []
      const name = String(key.value)
      const path = [...steps, name]
      const before = first.get(name)
      if (before === undefined) first.set(name, key.offset)
      else problems.push({ level: 'error', path: path.join('.'), ...this.at(key.offset), message: `${path.join('.')} is named twice, in line ${this.at(before).line} and here; take one of them out` })
      if (value as Node | undefined) problems.push(...this.twice(value, path))
    }
    return problems
  }

  private at(offset: number): { line: number, column: number } {
    const before = this.text.slice(0, offset).split(/\r\n|\r|\n/)
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
  }
}

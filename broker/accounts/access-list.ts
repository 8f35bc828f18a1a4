import { matchesFilter } from '../topic-filter.ts'
import type { Access, AccessRule, RuleKind } from './access-rule.ts'
import { overlaps } from './filter-overlap.ts'

/** One line: of the section of a user, undefined for anonymous clients, or for every user (`pattern`). */
interface Line {
  text: string
  /** The section in which it stands; undefined before the first one. */
  section: string | undefined
  /** Begins a section. */
  begins?: boolean
  rule?: AccessRule
  pattern?: boolean
}

/**
 * A mosquitto access control list (mosquitto.conf(5), `acl_file`): sections that begin with `user NAME`, of `topic [read|write|readwrite|deny] FILTER`; and
 * `pattern` lines for every user, with `%u` for the user and `%c` for the client. Lines that nobody changes stay as they were. What no rule allows is refused.
 */
export class AccessList {
  private lines: Line[]

  private constructor(lines: Line[]) {
    this.lines = lines
  }

  /** Throws an `Error` whose message names the line. */
  static parse(text: string): AccessList {
    let section: string | undefined
    const lines = text.split(/\r?\n/).map((line, at): Line => {
      const words = line.trim()
      if (words === '' || words.startsWith('#')) return { text: line, section }
      const [, word, rest] = /^(\S+)\s*(.*)$/.exec(words) ?? []
      if (word === 'user' && rest !== '') {
        section = rest
        return { text: line, section, begins: true }
      }
      const rule = word === 'topic' || word === 'pattern' ? ruleOf(rest) : undefined
      if (!rule) throw new Error(`line ${at + 1} is none of "user NAME", "topic [read|write|readwrite|deny] FILTER" and "pattern ..."`)
      return { text: line, section, rule, pattern: word === 'pattern' }
    })
    while (lines.at(-1)?.text === '') lines.pop()
    return new AccessList(lines)
  }

  /** Replaces what a user may, and adds the section where there is none. */
  set(user: string, rules: readonly AccessRule[]): void {
    const made: Line[] = [{ text: `user ${user}`, section: user, begins: true }, ...rules.map(rule => ({ text: `topic ${rule.kind} ${rule.filter}`, section: user, rule }))]
    const at = this.lines.findIndex(line => line.begins && line.section === user)
    const before = at < 0 ? this.lines : this.lines.slice(0, at)
    const after = at < 0 ? [] : this.lines.slice(at)
    this.lines = [...withoutSection(before, user), ...made, ...withoutSection(after, user)]
  }

  /** Patterns and comments stay. */
  remove(user: string): void {
    this.lines = withoutSection(this.lines, user)
  }

  users(): string[] {
    return [...new Set(this.lines.flatMap(({ begins, section }) => begins && section !== undefined ? [section] : []))]
  }

  /** What stands in the section of a user, patterns left out. */
  rulesOf(user: string): AccessRule[] {
    return this.lines.flatMap(({ section, rule, pattern }) => rule && !pattern && section === user ? [rule] : [])
  }

  /** Whether a client may publish on that topic, or get what is published there. */
  may(user: string, client: string, access: Access, topic: string): boolean {
    const matching = this.rulesFor(user, client).filter(({ filter }) => matchesFilter(filter, topic))
    return matching.every(({ kind }) => kind !== 'deny') && matching.some(({ kind }) => kind === access || kind === 'readwrite')
  }

  /** Whether a subscription could bring anything that the client may read. */
  mayReadSomeOf(user: string, client: string, filter: string): boolean {
    return this.rulesFor(user, client).some(rule => (rule.kind === 'read' || rule.kind === 'readwrite') && overlaps(rule.filter, filter))
  }

  text(): string {
    return this.lines.map(({ text }) => `${text}\n`).join('')
  }

  private rulesFor(user: string, client: string): AccessRule[] {
    // A name with a wildcard would widen a pattern.
    const plain = !/[+#/]/.test(user + client)
    return this.lines.flatMap(({ section, rule, pattern }) => {
      if (!rule) return []
      if (!pattern) return section === user ? [rule] : []
      return plain ? [{ ...rule, filter: rule.filter.replaceAll('%u', user).replaceAll('%c', client) }] : []
    })
  }
}

/** The lines without what a user may. What else stands in the section goes to the one before. */
function withoutSection(lines: readonly Line[], user: string): Line[] {
  return lines.filter(({ section, begins, rule, pattern }) => section !== user || !(begins || (rule && !pattern)))
}

function ruleOf(words: string): AccessRule | undefined {
  const match = /^(?:(read|write|readwrite|deny)\s+)?(\S.*)$/.exec(words)
  return match ? { kind: (match.at(1) ?? 'readwrite') as RuleKind, filter: match[2] } : undefined
}

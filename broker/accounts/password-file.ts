import { isKnownHash } from './password-hash.ts'

/** One line of a password file: an account, or a comment that is kept as it is. */
interface Line {
  text: string
  /** Undefined for a comment and an empty line. */
  account?: { user: string, hash: string }
}

/** A mosquitto password file: `user:hash`, one a line. Lines that nobody changes stay as they were. */
export class PasswordFile {
  private readonly lines: Line[]

  private constructor(lines: Line[]) {
    this.lines = lines
  }

  /** Throws an `Error` whose message names the line, and never what stands in it. */
  static parse(text: string): PasswordFile {
    const lines = text.split(/\r?\n/).map((line, at): Line => {
      if (line.trim() === '' || line.startsWith('#')) return { text: line }
      const colon = line.indexOf(':')
      if (colon < 1) throw new Error(`line ${at + 1} is not "user:hash"`)
      const account = { user: line.slice(0, colon), hash: line.slice(colon + 1).trim() }
      if (account.hash.startsWith('$') && !isKnownHash(account.hash)) throw new Error(`line ${at + 1} has a hash of another kind than $7$, which mosquitto_passwd -H sha512-pbkdf2 makes`)
      if (!account.hash.startsWith('$')) throw new Error(`line ${at + 1} has a password that is not hashed: run mosquitto_passwd -U on the file`)
      return { text: line, account }
    })
    while (lines.at(-1)?.text === '') lines.pop()
    const users = lines.flatMap(({ account }) => account ? [account.user] : [])
    const twice = users.find((user, at) => users.indexOf(user) !== at)
    if (twice !== undefined) throw new Error(`line ${lines.findLastIndex(({ account }) => account?.user === twice) + 1} names a user for the second time`)
    return new PasswordFile(lines)
  }

  users(): string[] {
    return this.lines.flatMap(({ account }) => account ? [account.user] : [])
  }

  hashOf(user: string): string | undefined {
    return this.lines.find(({ account }) => account?.user === user)?.account?.hash
  }

  /** Adds an account, or replaces its hash. */
  set(user: string, hash: string): void {
    const line = { text: `${user}:${hash}`, account: { user, hash } }
    const at = this.lines.findIndex(({ account }) => account?.user === user)
    if (at < 0) this.lines.push(line)
    else this.lines[at] = line
  }

  remove(user: string): void {
    const at = this.lines.findIndex(({ account }) => account?.user === user)
    if (at >= 0) this.lines.splice(at, 1)
  }

  text(): string {
    return this.lines.map(({ text }) => `${text}\n`).join('')
  }
}

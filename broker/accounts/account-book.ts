import { readFileSync, statSync } from 'node:fs'
import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { AccessList } from './access-list.ts'
import type { Access, AccessRule } from './access-rule.ts'
import { PasswordFile } from './password-file.ts'
import { hashPassword, passwordMatches } from './password-hash.ts'

/** Where the accounts are: mosquitto's password file and its access control list. */
export interface AccountPaths {
  passwords: string
  acl: string
}

/** The access control list that belongs to a password file, unless another one is named. */
export function accountPaths(passwords: string, acl?: string): AccountPaths {
  return { passwords, acl: acl ?? `${passwords}.acl` }
}

/** Who may log in to a broker, and what each of them may read and write there. */
export class AccountBook {
  private readonly paths: AccountPaths
  private passwords: PasswordFile
  private list: AccessList
  private seen: string
  /** Those of this run alone, which no file has. */
  private readonly passing = new Map<string, { hash: string, rules: readonly AccessRule[] }>()

  private constructor(paths: AccountPaths) {
    this.paths = paths
    this.seen = stamp(paths)
    this.passwords = parsed(paths.passwords, text => PasswordFile.parse(text))
    this.list = parsed(paths.acl, text => AccessList.parse(text))
  }

  /** Throws a `CommandError` with USAGE that names the file and the line. */
  static read(paths: AccountPaths): AccountBook {
    return new AccountBook(paths)
  }

  /** Adds an account that lasts as long as this book. */
  add(user: string, password: string, rules: readonly AccessRule[]): void {
    this.passing.set(user, { hash: hashPassword(password), rules })
    this.list.set(user, rules)
  }

  get size(): number {
    return this.passwords.users().length + this.passing.size
  }

  has(user: string): boolean {
    return this.hashOf(user) !== undefined
  }

  /** The hash that stands for an account now; another one after its password was changed, undefined after it was withdrawn. */
  hashOf(user: string): string | undefined {
    return this.passing.get(user)?.hash ?? this.passwords.hashOf(user)
  }

  admits(user: string | undefined, password: string | Buffer | undefined): boolean {
    const hash = user === undefined ? undefined : this.hashOf(user)
    return hash !== undefined && password !== undefined && passwordMatches(hash, password)
  }

  may(user: string, client: string, access: Access, topic: string): boolean {
    return this.list.may(user, client, access, topic)
  }

  mayReadSomeOf(user: string, client: string, filter: string): boolean {
    return this.list.mayReadSomeOf(user, client, filter)
  }

  /** Reads the files again where they have changed, and tells whether they have. Keeps what it had, and throws a `CommandError`, where they cannot be used now. */
  refresh(): boolean {
    const now = stamp(this.paths)
    if (now === this.seen) return false
    this.seen = now
    const fresh = new AccountBook(this.paths)
    for (const [user, { rules }] of this.passing) fresh.list.set(user, rules)
    this.passwords = fresh.passwords
    this.list = fresh.list
    return true
  }
}

/** Changes with every change of either file. */
function stamp({ passwords, acl }: AccountPaths): string {
  return [passwords, acl].map(path => {
    const found = statSync(path, { throwIfNoEntry: false })
    return found ? `${found.ino} ${found.mtimeMs} ${found.size}` : 'none'
  }).join(' ')
}

function parsed<T>(path: string, parse: (text: string) => T): T {
  const shown = printable(path)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new CommandError(`The accounts cannot be read: ${shown} (${(error as NodeJS.ErrnoException).code}). "breva provision" writes them; check the path.`, USAGE)
  }
  try {
    return parse(text)
  } catch (error) {
    throw new CommandError(`The accounts cannot be used: in ${shown} ${printable((error as Error).message)}.`, USAGE)
  }
}

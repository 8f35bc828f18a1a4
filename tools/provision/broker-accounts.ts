import type { AccountPaths } from '../../broker/accounts/account-book.ts'
import { AccessList } from '../../broker/accounts/access-list.ts'
import type { AccessRule } from '../../broker/accounts/access-rule.ts'
import { PasswordFile } from '../../broker/accounts/password-file.ts'
import { hashPassword, passwordMatches } from '../../broker/accounts/password-hash.ts'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import type { Change, Files } from './files.ts'

/** The broker's side: its password file and its access control list, as they are and as they are to be. What others have written in them stays. */
export class BrokerAccounts {
  private readonly paths: AccountPaths
  private readonly passwords: PasswordFile
  private readonly list: AccessList

  private constructor(paths: AccountPaths, passwords: PasswordFile, list: AccessList) {
    this.paths = paths
    this.passwords = passwords
    this.list = list
  }

  /** Files that do not exist yet are empty. Throws a `CommandError` that names file and line. */
  static read(files: Files, paths: AccountPaths): BrokerAccounts {
    return new BrokerAccounts(
      paths,
      parsed(files, paths.passwords, text => PasswordFile.parse(text)),
      parsed(files, paths.acl, text => AccessList.parse(text))
    )
  }

  /** Every account that one of the files knows. */
  users(): string[] {
    return [...new Set([...this.passwords.users(), ...this.list.users()])]
  }

  has(user: string): boolean {
    return this.passwords.hashOf(user) !== undefined
  }

  /** Lets an account in with this password; its hash stays where it is that of the password already. */
  admit(user: string, password: string): void {
    const hash = this.passwords.hashOf(user)
    if (hash === undefined || !passwordMatches(hash, password)) this.passwords.set(user, hashPassword(password))
  }

  allow(user: string, rules: readonly AccessRule[]): void {
    this.list.set(user, rules)
  }

  /** As `allow`, and leaves what the account may already. */
  allowToo(user: string, rules: readonly AccessRule[]): void {
    const before = this.list.rulesOf(user)
    this.list.set(user, [...before, ...rules.filter(({ kind, filter }) => !before.some(rule => rule.kind === kind && rule.filter === filter))])
  }

  withdraw(user: string): void {
    this.passwords.remove(user)
    this.list.remove(user)
  }

  /** What an account may first, then that it gets in: a cut between the two lets nobody in who may do too much. */
  changes(): Change[] {
    return [{ path: this.paths.acl, text: this.list.text() }, { path: this.paths.passwords, text: this.passwords.text() }]
  }

  /** In the other order: first nobody gets in any more. */
  withdrawals(): Change[] {
    return this.changes().reverse()
  }
}

function parsed<T>(files: Files, path: string, parse: (text: string) => T): T {
  const text = files.read(path) ?? ''
  try {
    return parse(text)
  } catch (error) {
    throw new CommandError(`The accounts of the broker cannot be changed: in ${printable(path)} ${printable((error as Error).message)}. Nothing was changed.`, FAILURE)
  }
}

import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { accountPaths, type AccountPaths } from '../../broker/accounts/account-book.ts'
import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { isTracked } from '../settings/is-tracked.ts'

/** Where a command line says that secrets are. */
export interface PlaceArguments {
  folder: string
  accounts?: string
  acl?: string
}

const FOLDER_MODE = 0o700
const OTHERS = 0o007
const DEVICE = '.device.json'

/** Where secrets and accounts are. */
export class Place {
  readonly folder: string
  readonly accounts: AccountPaths

  constructor({ folder, accounts, acl }: PlaceArguments) {
    this.folder = folder
    this.accounts = accountPaths(accounts ?? join(folder, 'accounts'), acl)
  }

  device(node: string): string {
    return join(this.folder, `${node}${DEVICE}`)
  }

  settings(node: string): string {
    return join(this.folder, `${node}.settings.json`)
  }

  label(node: string): string {
    return join(this.folder, `${node}.svg`)
  }

  /** The account for `watch` and the like, as a `.env` has it; and that of the owner. */
  get reader(): string {
    return join(this.folder, 'reader.env')
  }

  get owner(): string {
    return join(this.folder, 'owner.env')
  }

  /** Names of the nodes that have been provisioned here. */
  nodes(): string[] {
    try {
      return readdirSync(this.folder).filter(name => name.endsWith(DEVICE)).map(name => name.slice(0, -DEVICE.length)).sort()
    } catch {
      return []
    }
  }

  /** Makes the folder where `make` says so, and refuses one that every user can read, or that git would take into a commit. Throws a `CommandError` with USAGE. */
  secure(make: boolean): void {
    if ([this.device('x'), this.settings('x'), this.owner].some(isTracked)) {
      throw refusal(`git would take files in ${printable(this.folder)} into a commit, and they hold secrets. ${ignoring(this.folder)}`)
    }
    const found = statSync(this.folder, { throwIfNoEntry: false })
    if (!found && make) mkdirSync(this.folder, { recursive: true, mode: FOLDER_MODE })
    if (found && !found.isDirectory()) throw refusal(`${printable(this.folder)} is no folder. Name another one with --folder.`)
    if (found && process.platform !== 'win32' && (found.mode & OTHERS) !== 0) {
      throw refusal(`Every user of this machine can look into the folder ${printable(this.folder)}, and it is for secrets. Only you can, after: chmod 700 ${printable(this.folder)}`)
    }
  }
}

function ignoring(folder: string): string {
  const inside = relative(process.cwd(), folder)
  return `Add a line with ${printable(inside === '' || inside.startsWith('..') ? folder : `${inside}/`)} to .gitignore, or name another folder with --folder.`
}

function refusal(message: string): CommandError {
  return new CommandError(message, USAGE)
}

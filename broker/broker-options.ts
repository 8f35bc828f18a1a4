import { accountPaths, type AccountPaths } from './accounts/account-book.ts'
import { PORT_MOST } from '../contract/ranges.ts'
import type { Surroundings } from '../cli/broker-options.ts'
import { CommandError } from '../cli/command-error.ts'
import { USAGE } from '../cli/exit-code.ts'
import { findRoot } from '../cli/topic-root.ts'

/** The command line of `breva broker`, checked. */
export interface BrokerOptions {
  host: string
  port: number
  /** What stands before the nodes' names in their topics, for the hint how to watch them. */
  root: string
  /** Undefined: nobody needs an account. */
  accounts: AccountPaths | undefined
  quiet: boolean
  json: boolean
}

/** What commander hands over: every value still text. */
export interface BrokerArguments {
  host: string
  port: string
  accounts?: string
  acl?: string
  quiet?: boolean
  json?: boolean
}

/** Throws a `CommandError` with USAGE. */
export function readBrokerOptions(given: BrokerArguments, surroundings: Surroundings): BrokerOptions {
  const port = /^\d{1,5}$/.test(given.port) ? Number(given.port) : NaN
  if (!(port >= 1 && port <= PORT_MOST)) {
    throw new CommandError(`--port is "${given.port.slice(0, 40)}" and must be a whole number from 1 to ${PORT_MOST}: try --port 1883.`, USAGE)
  }
  if (!/^[-A-Za-z0-9.:%]{1,253}$/.test(given.host)) {
    throw new CommandError(`--host is "${given.host.slice(0, 40)}" and must be an address of this machine, without mqtt:// and port: try --host 0.0.0.0 for all of its addresses.`, USAGE)
  }
  return { host: given.host, port, root: findRoot({}, surroundings), accounts: readAccountOptions(given), quiet: given.quiet === true, json: given.json === true }
}

/** Where `--accounts` and `--acl` say that the accounts are. Throws a `CommandError` with USAGE. */
export function readAccountOptions({ accounts, acl }: Pick<BrokerArguments, 'accounts' | 'acl'>): AccountPaths | undefined {
  if (accounts === undefined && acl !== undefined) throw new CommandError('--acl is the access control list of the accounts in --accounts, and there are none: add --accounts FILE.', USAGE)
  return accounts === undefined ? undefined : accountPaths(accounts, acl)
}

/** Whether only this machine reaches what listens there. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

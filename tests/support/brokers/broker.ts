import { SHARE } from '../share.ts'

/** A broker on a port of 127.0.0.1 that a test has started. */
export interface Broker {
  readonly port: number
  /** Ends it as a crash would. */
  kill(): Promise<void>
  /** Starts it again on the same port, with what it has kept. */
  resume(): Promise<void>
  /** Ends it for good, and removes its files. */
  stop(): Promise<void>
}

export interface BrokerOptions {
  /** The passwords of those who may enter, by their names. A kind without accounts lets everybody in. */
  accounts: Record<string, string>
  /** Further lines of its configuration, in its own language. */
  lines?: string[]
}

/** One line of the matrix: what a broker is, and what its documents say that it does. */
export interface BrokerKind {
  readonly name: string
  /** Why its tests are left out, as the end of their name; empty when they run. */
  readonly leftOut: string
  /** It asks for a name and a password. */
  readonly asksForAccounts: boolean
  /** A session and what waits in it outlive a crash. */
  readonly keepsSessions: boolean
  /** Retained messages come for a wildcard; otherwise only for a topic by its name. */
  readonly wildcardsBringRetained: boolean
  /** ms that it may take to start on a busy machine. */
  readonly patience: number
  start(options: BrokerOptions): Promise<Broker>
}

/**
 * Why a broker's tests are left out: it is not installed, and nobody demands it. `demanded` brokers fail in CI when they are missing.
 */
export function whyLeftOut(found: boolean, install: string, demanded = Boolean(process.env['CI'])): string {
  return found || demanded ? '' : ` (skipped: install it, as in "apt install ${install}")`
}

/** As `whyLeftOut`, for brokers that take long to start: they belong to the whole of the long walks alone. */
export function whyLeftOutOfAll(found: boolean, install: string): string {
  if (SHARE < 1) return ' (skipped: only with BREVA_SHARE=1)'
  return whyLeftOut(found, install)
}

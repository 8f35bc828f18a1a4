import type { ChildProcess } from 'node:child_process'

/** What the message of a dead interpreter begins with. Nothing else may say so: a test that fails by it is tried again. */
const HEADING = 'dead interpreter: '

/** How often a test is tried again that failed by a dead interpreter, and by nothing else. */
export const RETRY_OF_THE_DEAD = { count: 2, condition: new RegExp(`^${HEADING}`) }

/** Espruino for Linux has ended by itself, or has stopped to answer. */
export class DeadInterpreter extends Error {
  constructor(cause: string) {
    super(HEADING + cause)
  }
}

/** The signals with their exit codes as a shell tells them. */
const SIGNALS: Partial<Record<NodeJS.Signals, number>> = { SIGABRT: 134, SIGBUS: 135, SIGFPE: 136, SIGILL: 132, SIGSEGV: 139 }

/** How a process has crashed, '' for one that runs, or has ended as told. */
export function crashOf({ exitCode, signalCode }: Pick<ChildProcess, 'exitCode' | 'signalCode'>): string {
  const code = signalCode ? SIGNALS[signalCode] : exitCode
  const crashed = code !== undefined && code !== null && Object.values(SIGNALS).includes(code)
  return crashed ? `it has crashed, exit ${code}` : ''
}

/** At the end of a test: says by name that it has met a dead interpreter, and throws. `death` is '' for one that has lived. */
export function refuseDeath(test: { name: string, result?: { retryCount?: number } | undefined }, death: string): void {
  if (!death) return
  const tries = (test.result?.retryCount ?? 0) + 1
  const next = tries > RETRY_OF_THE_DEAD.count ? 'not tried again' : `tried again, ${tries} of at most ${RETRY_OF_THE_DEAD.count} times`
  process.stdout.write(`${HEADING}${death}: "${test.name}" is ${next}\n`)
  throw new DeadInterpreter(death)
}

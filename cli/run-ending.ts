const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Why a run ends before it is over. */
export type EndReason = 'signal' | 'output closed'

/** The run has been ended. */
export class RunEnded extends Error {}

/** Ctrl-C and its kind: the first ends the run, the second the program. So does a reader such as "head" that has seen enough and closes the pipe. */
export class RunEnding {
  private readonly controller = new AbortController()
  private readonly onSignal = (name: NodeJS.Signals): void => {
    if (this.reason === undefined) {
      this.end('signal')
      return
    }
    this.release()
    process.kill(process.pid, name)
  }
  private readonly onClosed = (): void => { this.end('output closed') }
  private reason: EndReason | undefined
  private told: ((reason: EndReason) => void) | undefined

  constructor() {
    for (const name of SIGNALS) process.on(name, this.onSignal)
    process.stdout.on('error', this.onClosed)
  }

  /** Aborted with a `RunEnded` when the run has been ended. */
  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Calls `told` when the run is ended, or at once where it has been. */
  onEnd(told: (reason: EndReason) => void): void {
    this.told = told
    if (this.reason !== undefined) told(this.reason)
  }

  /** Signals end the program again. */
  release(): void {
    for (const name of SIGNALS) process.off(name, this.onSignal)
  }

  private end(reason: EndReason): void {
    this.reason ??= reason
    this.told?.(reason)
    this.controller.abort(new RunEnded())
  }
}

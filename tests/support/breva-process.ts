import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { projectPath } from '../../cli/project-path.ts'
import { eventually } from '../../bench/peers/eventually.ts'

export interface BrevaEvent {
  event: string
  node?: string
  [field: string]: unknown
}

/** One run of `bin/breva.js`, as a user starts it: no terminal, its output collected. */
export class BrevaProcess {
  stdout = ''
  stderr = ''
  private readonly child: ChildProcess
  private readonly exited: Promise<number | null>

  /** Runs in `folder`, and where none is named with no broker but its own: the developer may have a `.env`. */
  constructor(commandLine: string[], environment: Record<string, string> = {}, folder?: string) {
    this.child = spawn(process.execPath, [projectPath('bin/breva.js'), ...commandLine], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', ...folder === undefined && { BREVA_BROKER: '', BREVA_BROKER_ROOT: '' }, ...environment },
      ...folder !== undefined && { cwd: folder }
    })
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => { this.stdout += text })
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => { this.stderr += text })
    this.exited = new Promise(resolve => this.child.once('close', code => resolve(code)))
  }

  /** The exit code, null after a signal. */
  exit(): Promise<number | null> {
    return this.exited
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name)
  }

  /** The complete lines of `--json` so far. */
  events(): BrevaEvent[] {
    return this.stdout.split('\n').slice(0, -1).map(line => JSON.parse(line) as BrevaEvent)
  }

  async until(what: string, condition: (events: BrevaEvent[]) => boolean, patience = 20000): Promise<void> {
    try {
      await eventually(() => condition(this.events()), what, patience)
    } catch (error) {
      throw new Error(`${(error as Error).message}\nstdout: ${this.stdout.slice(-1500)}\nstderr: ${this.stderr.slice(-1500)}`, { cause: error })
    }
  }

  /** For `afterEach`: ends it if it still runs. */
  async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL')
    await this.exited
  }
}

import { spawn, type ChildProcess } from 'node:child_process'
import { openSync, readFileSync, closeSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { eventually } from './eventually.ts'
import { reachable } from './port.ts'

export interface ServerCommand {
  program: string
  arguments: string[]
  environment?: Record<string, string>
  /** Where it runs, and where its output goes. */
  folder: string
  /** Where it listens once it is ready. */
  port: number
  /** What it has printed by then, where listening is not enough. */
  says?: string
  /** ms that it may take until then. */
  patience: number
}

/**
 * Reads until our end of its input is closed, which the system does when this process is gone, by SIGKILL too. A handler
 * in this process would not run then.
 */
const WATCH = 'read nothing; kill -9 "$1"'

/** A server of one test or measurement, as a process that does not outlive it, however that ends. */
export class ServerProcess {
  private readonly command: ServerCommand
  private child: ChildProcess | undefined

  constructor(command: ServerCommand) {
    this.command = command
  }

  /** Starts it, and waits until it listens. */
  async start(): Promise<void> {
    const { program, folder, port, patience } = this.command
    const log = openSync(this.output, 'w')
    const child = spawn(program, this.command.arguments, { cwd: folder, env: { ...process.env, ...this.command.environment }, stdio: ['ignore', log, log] })
    closeSync(log)
    let ended = ''
    child.once('error', error => { ended = error.message })
    child.once('exit', (code, signal) => { ended = `it ended with ${code ?? signal}` })
    this.child = child
    if (child.pid !== undefined) this.watch(child, child.pid)
    try {
      await eventually(() => ended !== '' || this.ready(), `${program} listens on ${port}`, patience)
      if (ended !== '') throw new Error(`${program} does not start: ${ended}`)
    } catch (error) {
      await this.kill()
      throw new Error(`${(error as Error).message}\n${readFileSync(this.output, 'utf8').slice(-2000)}`, { cause: error })
    }
  }

  private get output(): string {
    return join(this.command.folder, 'output')
  }

  private async ready(): Promise<boolean> {
    const { port, says } = this.command
    return await reachable(port) && (says === undefined || readFileSync(this.output, 'utf8').includes(says))
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    const child = this.child
    this.child = undefined
    if (!child || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  /** Lets it hold its connections and say nothing, as a machine that hangs. */
  freeze(): void {
    this.child?.kill('SIGSTOP')
  }

  /** Asks it to read its files again, as mosquitto does on SIGHUP. */
  hangUp(): void {
    this.child?.kill('SIGHUP')
  }

  private watch(child: ChildProcess, pid: number): void {
    const watcher = spawn('/bin/sh', ['-c', WATCH, 'watch', String(pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
    // Neither keeps this process alive.
    watcher.unref()
    if (watcher.stdin instanceof Socket) watcher.stdin.unref()
    // The number may be another's by then.
    child.once('exit', () => watcher.kill('SIGKILL'))
  }
}

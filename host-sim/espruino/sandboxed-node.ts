import { createContext, runInContext } from 'node:vm'
import type { Context } from 'node:vm'
import type { EspruinoEmitter } from './espruino-emitter.ts'
import type { SandboxBoard, SandboxHost } from './espruino-globals.ts'
import { espruinoGlobals, POWER_CAME } from './espruino-globals.ts'

/** What `process` tells its listeners of an exception that nobody caught. */
const UNCAUGHT = 'uncaughtException'

/** Built-ins of a laptop's engine that Espruino lacks: a bundle that needs one must fail here too. */
const MISSING = ['Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Symbol', 'Proxy', 'Reflect', 'Intl', 'BigInt', 'Atomics', 'SharedArrayBuffer', 'RangeError', 'WebAssembly']

/**
 * `indexOf` and `includes` as Espruino 2v29 has them: at the very end of the text, the beginning of what is sought is
 * taken for all of it ('a,'.indexOf(',b') is 1). Measured on the interpreter.
 */
export const PARTIAL_MATCH = `{
  const exact = String.prototype.indexOf
  const find = function (text, sought, from) {
    const at = exact.call(text, sought, from)
    if (at >= 0) return at
    for (let i = Math.max(from || 0, text.length - sought.length + 1); i < text.length; i++) {
      if (sought.startsWith(text.slice(i))) return i
    }
    return -1
  }
  String.prototype.indexOf = function (sought, from) { return find(String(this), String(sought), from) }
  String.prototype.includes = function (sought, from) { return find(String(this), String(sought), from) >= 0 }
};`

const PREPARE = PARTIAL_MATCH +
   `${MISSING.map(name => `delete globalThis.${name}`).join(';')};delete Object.freeze;delete Array.from;delete Array.of;` +
  'delete Number.isFinite;delete Number.isNaN;delete Number.isInteger;delete Math.trunc;delete Math.sign;delete Math.imul;' +
  'globalThis.global=globalThis;Math.random=globalThis.random;delete globalThis.random'

/**
 * One node: the files in its Storage run as an ESP32 runs them, over Espruino's globals on a simulated board. An
 * exception in a callback is printed and the node goes on, as it does there.
 */
export class SandboxedNode {
  private readonly board: SandboxBoard
  private readonly host: SandboxHost
  private context: Context | undefined
  /** Why the chip started the last time. */
  private cause = POWER_CAME

  constructor(board: SandboxBoard, host: SandboxHost) {
    this.board = board
    this.host = host
  }

  /** The chip starts, for that reason: the guard, then the boot code, each from Storage. */
  start(cause = POWER_CAME): void {
    this.cause = cause
    this.boot(['.bootPowerOn', '.boot0', '.bootcde'])
  }

  /** `reset()`: memory is emptied and the guard runs again, but not the boot code. */
  reset(): void {
    this.boot(['.boot0'])
  }

  /** What a line typed at the console comes to; throws what it throws. */
  evaluate(code: string): unknown {
    if (!this.context) throw new Error('the node has no power')
    return runInContext(code, this.context, { filename: 'REPL' })
  }

  private boot(files: string[]): void {
    const run = (task: () => void): void => {
      if (this.context === context) this.run(task)
    }
    const context = createContext(espruinoGlobals(this.board, this.host, run, this.cause))
    this.context = context
    runInContext(PREPARE, context)
    for (const file of files) {
      const code = this.host.storage.read(file)
      if (code !== undefined) run(() => { runInContext(code, context, { filename: file, displayErrors: false }) })
    }
  }

  /** A global of the running firmware, for the tools that look inside. */
  global(name: string): unknown {
    return this.context ? (this.context as Record<string, unknown>)[name] : undefined
  }

  /** Power-off: nothing that the firmware left behind runs again. */
  halt(): void {
    this.context = undefined
  }

  private run(task: () => void): void {
    const context = this.context
    try {
      task()
    } catch (error) {
      const process = context?.['process'] as EspruinoEmitter | undefined
      if (process?.hears(UNCAUGHT)) {
        // From the idle loop, and when its listener fails, that is only printed.
        this.board.clock.after(0, () => {
          if (this.context === context) this.tell(process, error)
        }, undefined)
        return
      }
      this.report(error)
    }
  }

  private tell(process: EspruinoEmitter, error: unknown): void {
    try {
      process.tell(UNCAUGHT, error)
    } catch (another) {
      this.report(another)
    }
  }

  private report(error: unknown): void {
    const stack = (error as Error | undefined)?.stack
    this.host.log(`Uncaught ${stack ?? String(error)}`)
  }
}

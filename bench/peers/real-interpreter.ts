import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crashOf, DeadInterpreter } from './dead-interpreter.ts'

/** The Linux Espruino named by the environment, or undefined. */
export const ESPRUINO = process.env['ESPRUINO']

export const WITHOUT_ESPRUINO = 'ESPRUINO is not set: the tests on the real interpreter are skipped. Build Espruino for Linux from its own sources and name the binary in ESPRUINO.'

/** Characters written into Storage at a time: a text and its literal must fit into memory together. */
const PIECE = 4000

/** A string as a source literal in plain ASCII, one character a byte. */
export function literal(bytes: string): string {
  let text = '"'
  for (const character of bytes) {
    const code = character.charCodeAt(0)
    if (character === '"' || character === '\\') text += `\\${character}`
    else if (code >= 32 && code < 127) text += character
    else text += `\\x${code.toString(16).padStart(2, '0')}`
  }
  return `${text}"`
}

/**
 * Espruino on this machine with a Storage of its own in a temporary directory. Its standard input is kept open, and
 * its output is stripped of prompts and cursor escapes. Nothing is typed: on Linux a thread of its own takes what comes
 * at the console, and shares a queue without a lock with the interpreter. What is to run lies in Storage or in a file.
 */
export class RealInterpreter {
  readonly directory: string
  /** How it has crashed, since it was made; '' as long as it has not. */
  death = ''
  private child: ChildProcess | undefined
  private text = ''
  private listeners: (() => void)[] = []

  constructor() {
    this.directory = mkdtempSync(join(tmpdir(), 'breva-espruino-'))
  }

  /** Everything printed since `run` or `boot`. */
  get output(): string {
    return this.text
  }

  /** Runs a script to its `quit()`; the output when it has ended. Rejects after `timeout` ms. */
  async run(script: string, timeout: number): Promise<string> {
    this.begin([script])
    return await this.ended(timeout)
  }

  /**
   * Starts a script, of parts that share the global scope. They lie in files, and not in the Storage of Linux, where each look at a
   * function opens a file, which makes folded functions fifty times slower. While a part is read it takes its length in memory twice.
   */
  begin(parts: string[]): void {
    const names = parts.map((_part, index) => `part${index}.js`)
    for (const [index, part] of parts.entries()) writeFileSync(join(this.directory, names[index]), part, 'latin1')
    writeFileSync(join(this.directory, 'all.js'), names.map(name => `(0,eval)(require("fs").readFileSync("${name}"));`).join('\n'))
    this.start([join(this.directory, parts.length > 1 ? 'all.js' : names[0])])
  }

  /** Writes the files into Storage, in one run that ends. */
  async store(files: Readonly<Record<string, string>>): Promise<void> {
    const lines = Object.entries(files).flatMap(([name, text]) => {
      const pieces = text.match(new RegExp(`[^]{1,${PIECE}}`, 'g')) ?? []
      return pieces.map((piece, index) => `s.write(${literal(name)},${literal(piece)},${index * PIECE},${text.length});`)
    })
    const output = await this.run(`var s=require("Storage");\n${lines.join('\n')}\nprint("stored "+s.list().length);quit();\n`, 20_000)
    if (!output.includes('stored ')) throw new Error(`Espruino could not write its Storage: ${output}`)
  }

  /** Starts as a board does: the boot files in Storage run, then it idles until `stop`. */
  boot(): void {
    this.start(['-e', ''])
  }

  /** Resolves with what followed as soon as `pattern` matches the output; rejects after `timeout` ms. */
  async printed(pattern: RegExp, timeout: number): Promise<RegExpExecArray> {
    const deadline = Date.now() + timeout
    for (;;) {
      const match = pattern.exec(this.text)
      if (match) return match
      if (this.death) throw new DeadInterpreter(this.death)
      const left = deadline - Date.now()
      if (left <= 0) throw new Error(`Espruino did not print ${String(pattern)} in ${timeout} ms but:\n${this.text.slice(-2000)}`)
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, left)
        this.listeners.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  /** Ends the process at once, as a power cut does. */
  stop(): void {
    this.child?.kill('SIGKILL')
    this.child = undefined
  }

  /** Ends the process and removes its Storage. */
  dispose(): void {
    this.stop()
    rmSync(this.directory, { recursive: true, force: true })
  }

  private start(parameters: string[]): void {
    if (!ESPRUINO) throw new Error(WITHOUT_ESPRUINO)
    this.stop()
    this.text = ''
    const child = spawn(ESPRUINO, parameters, { cwd: this.directory, stdio: ['pipe', 'pipe', 'pipe'] })
    this.child = child
    let held = ''
    const add = (chunk: Buffer): void => {
      // Prompts, carriage returns and the escapes that move the cursor are not output; an escape may come in pieces.
      const bytes = held + chunk.toString('latin1')
      held = /\x1b(?:\[\d*)?$/.exec(bytes)?.[0] ?? ''
      this.text += bytes.slice(0, bytes.length - held.length).replace(/\x1b\[\d*[A-Z]|\r|\x08/g, '')
      this.wake()
    }
    child.stdout.on('data', add)
    child.stderr.on('data', add)
    child.on('exit', () => {
      this.death ||= crashOf(child)
      this.wake()
    })
  }

  private wake(): void {
    const listeners = this.listeners
    this.listeners = []
    for (const listener of listeners) listener()
  }

  private async ended(timeout: number): Promise<string> {
    const child = this.child
    if (!child) return this.text
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.stop()
        reject(new Error(`Espruino did not end within ${timeout} ms:\n${this.text.slice(-2000)}`))
      }, timeout)
      child.on('close', () => {
        clearTimeout(timer)
        resolve(this.text)
      })
    })
  }
}

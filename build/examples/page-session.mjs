import { spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** ms for one block. */
const LIMIT = 50_000
/** ms from the signal that ends a terminal to the one that it cannot refuse. */
const GRACE = 5000
/** Between the outputs of two commands. */
const MARK = '\u0001'
/** What a page calls the folder in which its examples run. */
const FOLDER = '/tmp/breva'
/** The ports that a page may speak of. Each is a free one of this machine while its examples run. */
const PORTS = /\b188[3-9]\b/g

/** A port that is free now. @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      server.close(() => { resolve(port) })
    })
  })
}

/** The shell in which the examples of one page run: a folder, ports, and the programs that run on in it. */
export class PageSession {
  /** @param {string} root of the checkout, whose `breva` it is */
  constructor(root) {
    this.root = root
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'breva-examples-')))
    /** @type {Map<string, number>} */
    this.ports = new Map()
    /** @type {Map<string, { output: string, ended: Promise<void>, kill(signal: NodeJS.Signals): void }>} */
    this.terminals = new Map()
    /** @type {{ kill(signal: NodeJS.Signals): void }[]} */
    this.runs = []
  }

  /**
   * What each command prints, on stdout and stderr as in a terminal. Rejects when they take too long, or `must` succeed and do not.
   * @param {string[]} commands
   * @param {boolean} must
   * @returns {Promise<string[]>}
   */
  async run(commands, must) {
    // The mark leaves the exit code of the command before it.
    const script = commands.map(command => `(code=$?; printf '${MARK}'; exit $code)\n${command}`).join('\n')
    const run = await this.start(must ? `set -e\n${script}` : script)
    const timer = setTimeout(() => { run.kill('SIGKILL') }, LIMIT)
    await run.ended
    clearTimeout(timer)
    if (run.signal !== null) throw new Error(`it took more than ${LIMIT / 1000} s, or was killed: ${commands.join('; ')}\n${run.output}`)
    if (must && run.code !== 0) throw new Error(`the setup ended with ${run.code}:\n${run.output}`)
    return this.asOnPage(run.output).split(MARK).slice(1).map(text => text.replace(/\n$/, ''))
  }

  /**
   * Starts a command that runs on, and waits until it has printed `until`.
   * @param {string} name
   * @param {string} command
   * @param {string | undefined} until
   */
  async open(name, command, until) {
    const run = await this.start(command)
    this.terminals.set(name, run)
    if (until === undefined) return
    const over = Date.now() + LIMIT
    while (!run.output.includes(until)) {
      if (Date.now() > over || run.code !== null) throw new Error(`the terminal ${name} has not printed ${JSON.stringify(until)}:\n${run.output}`)
      await new Promise(resolve => { setTimeout(resolve, 20) })
    }
  }

  /**
   * Ends a terminal as Ctrl-C does, and returns what it has printed.
   * @param {string} name
   */
  async close(name) {
    const run = this.terminals.get(name)
    if (!run) throw new Error(`no terminal ${name} is open`)
    this.terminals.delete(name)
    run.kill('SIGINT')
    const timer = setTimeout(() => { run.kill('SIGKILL') }, GRACE)
    await run.ended
    clearTimeout(timer)
    return this.asOnPage(run.output).replace(/\n$/, '')
  }

  /** Ends whatever is left, and removes the folder. */
  async end() {
    for (const name of [...this.terminals.keys()]) await this.close(name)
    // What a block has put into the background.
    for (const run of this.runs) run.kill('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** @param {string} script */
  async start(script) {
    for (const [port] of script.matchAll(PORTS)) if (!this.ports.has(port)) this.ports.set(port, await freePort())
    const own = script.replace(PORTS, port => `${this.ports.get(port)}`).replaceAll(FOLDER, this.folder)
    // "npx breva" is that of the checkout.
    const shell = `npx() { shift; "${process.execPath}" "${this.root}/bin/breva.js" "$@"; }; export -f npx\n${own}\n`
    const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BREVA_')))
    const child = spawn('bash', ['-c', `exec 2>&1\n${shell}`], {
      cwd: this.folder, detached: true, stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...environment, PROJECT: this.root, PATH: `${process.env.PATH}:/usr/sbin`, NO_COLOR: '1', TERM: 'dumb', LC_ALL: 'C.UTF-8', COLUMNS: '130' }
    })
    const run = {
      output: '',
      /** @type {number | null} */
      code: null,
      /** @type {NodeJS.Signals | null} */
      signal: null,
      ended: Promise.resolve(),
      /** @param {NodeJS.Signals} signal */
      kill: signal => {
        try {
          // A group of its own, which the shell leads.
          process.kill(-(child.pid ?? 0), signal)
        } catch {
          // It has ended.
        }
      }
    }
    this.runs.push(run)
    child.stdout.setEncoding('utf8').on('data', text => { run.output += text })
    run.ended = new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => {
        run.code = code
        run.signal = signal
        resolve()
      })
    })
    return run
  }

  /** @param {string} text */
  asOnPage(text) {
    let shown = text.replaceAll(this.folder, FOLDER).replaceAll('\r\n', '\n')
    for (const [port, own] of this.ports) shown = shown.replace(new RegExp(`\\b${own}\\b`, 'g'), port)
    return shown
  }
}

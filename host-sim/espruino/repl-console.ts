/**
 * The line editor of Espruino's console (release 2v29): echo, prompt, DLE for a line without echo, Ctrl-C, ENQ, lines
 * that go on while a bracket is open, and the lock of a password. Observed on the interpreter.
 */
export interface ReplHost {
  /** Runs a complete line; throws what the line throws. */
  evaluate(line: string): unknown
  /** What ENQ asks for, such as `Espruino 2v29 ESP32`. */
  readonly identity: string
  readonly locked: boolean
  send(text: string): void
}

const CTRL_C = '\x03'
const ENQUIRY = '\x05'
const NO_ECHO = '\x10'

export class ReplConsole {
  private readonly host: ReplHost
  private line = ''
  private echo = true

  constructor(host: ReplHost) {
    this.host = host
  }

  get prompt(): string {
    return this.host.locked ? 'password>' : '>'
  }

  /** Forgets what was typed, as a new start does. */
  clear(): void {
    this.line = ''
    this.echo = true
  }

  type(character: string): void {
    if (this.host.locked) this.guess(character)
    else if (character === CTRL_C) this.interrupt()
    else if (character === ENQUIRY) {
      if (this.line === '') this.host.send(`${this.host.identity}\r\n`)
    } else if (character === NO_ECHO) {
      if (this.line === '') this.echo = false
    } else if (character === '\b' || character === '\x7f') {
      if (this.line !== '' && this.echo) this.host.send('\b \b')
      this.line = this.line.slice(0, -1)
    } else if (character === '\n' || character === '\r') this.enter()
    else if (character >= ' ') {
      this.line += character
      if (this.echo) this.host.send(character)
    }
  }

  private guess(character: string): void {
    if (character !== '\n' && character !== '\r') return
    this.host.send('\r\n  Invalid password\r\npassword>')
  }

  private interrupt(): void {
    this.clear()
    this.host.send('\r\x1b[J>')
  }

  private enter(): void {
    if (openBrackets(this.line) > 0) {
      this.line += '\n'
      if (this.echo) this.host.send('\r\n:')
      return
    }
    const line = this.line
    const echo = this.echo
    this.clear()
    if (echo) this.host.send('\r\n')
    try {
      const value = line.trim() === '' ? undefined : this.host.evaluate(line)
      if (echo && line.trim() !== '') this.host.send(`=${shown(value)}\r\n`)
    } catch (error) {
      const { name = 'Error', message = String(error) } = error as { name?: string, message?: string }
      this.host.send(`Uncaught ${name}: ${message}\r\n    at REPL (:1:1)\r\n`)
    }
    this.host.send(this.prompt)
  }
}

/** How many brackets a text leaves open, quotes respected; an open quote counts as none, as the line then ends in an error. */
function openBrackets(text: string): number {
  let open = 0
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    if (quote !== '') {
      if (character === '\\') i++
      else if (character === quote) quote = ''
    } else if (character === '"' || character === '\'' || character === '`') quote = character
    else if ('([{'.includes(character)) open++
    else if (')]}'.includes(character)) open--
  }
  return quote === '' ? open : 0
}

function shown(value: unknown): string {
  if (typeof value === 'function') return 'function () {}'
  return JSON.stringify(value) ?? 'undefined'
}

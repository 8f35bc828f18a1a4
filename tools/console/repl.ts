import { crc32 } from 'node:zlib'
import { DESK, type DeskTime } from './desk.ts'
import type { Link, LinkListener } from './link.ts'

/** The other side went away. */
export class LinkLost extends Error {}
/** No answer that can be understood came in time. */
export class NoAnswer extends Error {}
/** The board understood and refused; its words. */
export class BoardRefused extends Error {}

/** Characters kept of what was received. */
const KEPT = 64 * 1024
const PATIENCE = 2500
const ATTEMPTS = 4
const DAMAGED = 'damaged'
const GUARD = `function(i,c,t){try{if(E.CRC32(t)!=c)throw "${DAMAGED}";t=JSON.stringify(eval(t));print("<#"+i+" "+E.CRC32(t)+" "+t+" #>")}catch(e){print("<#"+i+" ! "+e+" #>")}}`
const CTRL_C = '\x03'
const NO_ECHO = '\x10'

/**
 * Espruino's console driven by a program: expressions are evaluated one at a time, each answer carries the number of
 * its question and a checksum, so that echo, prompts, noise and what the application prints are told from it.
 */
export class Repl implements LinkListener {
  /** What was received since the last line was sent. */
  text = ''
  /** What was received since the port was opened, the last of it. */
  heard = ''
  readonly time: DeskTime
  private link: Link | undefined
  private lost = false
  private question = 0
  private guarded = false
  private listeners: (() => void)[] = []

  constructor(time = DESK.time) {
    this.time = time
  }

  attach(link: Link): void {
    this.link = link
  }

  onText(text: string): void {
    this.text = (this.text + text).slice(-KEPT)
    this.heard = (this.heard + text).slice(-KEPT)
    this.wake()
  }

  onLost(): void {
    this.lost = true
    this.wake()
  }

  /**
   * The value of an expression, by way of JSON. It is sent again when no answer comes, so it must do no harm twice
   * unless `attempts` is 1. Throws LinkLost, NoAnswer or BoardRefused.
   */
  async evaluate<T>(expression: string, patience = PATIENCE, attempts = ATTEMPTS): Promise<T> {
    let refusal = ''
    for (let attempt = 1; ; attempt++) {
      const id = ++this.question
      const line = this.guarded
        ? `${NO_ECHO}V(${id},${checksum(expression)},${JSON.stringify(expression)})\n`
        : `${NO_ECHO}try{(function(v){v=JSON.stringify(v);print("<"+"#${id} "+E.CRC32(v)+" "+v+" #>")})(${expression})}catch(e){print("<"+"#${id} ! "+e+" #>")}\n`
      this.text = ''
      this.send(line)
      const found = await this.printed(new RegExp(`<#${id} (!|\\d+) ([^]*?) #>|Uncaught (Syntax|Reference)Error[^]*>`), patience + this.duration(line.length))
      if (found?.[1] === '!' && !found[2].endsWith(DAMAGED)) {
        // A line may have been damaged so that it says something else: only what comes twice is believed.
        if (found[2] === refusal || attempts === 1) throw new BoardRefused(found[2].replace(/^Error: /, ''))
        refusal = found[2]
      } else if (found?.[1] !== undefined && Number(found[1]) === checksum(found[2])) return JSON.parse(found[2]) as T
      if (attempt >= attempts) throw new NoAnswer('no answer')
      await this.resynchronise()
    }
  }

  /**
   * From now on nothing is evaluated that was damaged on its way: every line is a text with its checksum, and a function
   * on the board that compares them. `reset()` and a restart forget it.
   */
  async guard(): Promise<void> {
    this.guarded = false
    for (let attempt = 1; ; attempt++) {
      const sum = await this.evaluate<number>(`E.CRC32(global.T=${JSON.stringify(GUARD)})`)
      // Asked a second time, because the answer was lost, it finds the text gone and the function there.
      if (sum === checksum(GUARD) && await this.evaluate<boolean>('(global.T&&(global.V=eval("("+T+")"),delete global.T),!!global.V)')) {
        this.guarded = true
        return
      }
      if (attempt === ATTEMPTS) throw new NoAnswer('no answer without damage')
    }
  }

  /** Sends a line whose answer does not come, as after a restart. */
  command(line: string): void {
    this.guarded = false
    this.text = ''
    this.send(`${NO_ECHO}${line}\n`)
  }

  /** Leaves an unfinished line or a running loop behind. */
  async resynchronise(): Promise<void> {
    // Ctrl-C on an empty line ends Espruino on a PC, hence the blank.
    this.send(' ')
    await this.pause(50 + this.duration(1))
    this.send(`${CTRL_C}\n`)
    await this.pause(300 + this.duration(2))
  }

  /** The match of what is received from now on, or undefined after `patience` ms. Throws LinkLost. */
  async printed(pattern: RegExp, patience: number): Promise<RegExpExecArray | undefined> {
    const end = this.time.now() + patience
    for (;;) {
      const match = pattern.exec(this.text)
      if (match) return match
      if (this.lost) throw new LinkLost('the connection is gone')
      const left = end - this.time.now()
      if (left <= 0) return undefined
      await this.next(left)
    }
  }

  slowDown(): void {
    this.link?.slowDown()
  }

  private send(text: string): void {
    if (this.lost) throw new LinkLost('the connection is gone')
    this.link?.write(text)
  }

  private duration(characters: number): number {
    return this.link?.duration(characters) ?? 0
  }

  private pause(time: number): Promise<void> {
    return new Promise(resolve => { this.time.after(time, resolve) })
  }

  private next(patience: number): Promise<void> {
    return new Promise(resolve => {
      const timer = this.time.after(patience, resolve)
      this.listeners.push(() => {
        this.time.cancel(timer)
        resolve()
      })
    })
  }

  private wake(): void {
    const listeners = this.listeners
    this.listeners = []
    for (const listener of listeners) listener()
  }
}

function checksum(text: string): number {
  return crc32(Buffer.from(text, 'latin1'))
}

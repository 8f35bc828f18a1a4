import { crc32 } from 'node:zlib'
import { BoardRefused, NoAnswer, type Repl } from '../console/repl.ts'

/** Characters of a line at most: the console of an Espruino on a PC loses some of longer ones. */
export const LONGEST_LINE = 160
const PATIENCE = 3000
const ATTEMPTS = 4
const NO_ECHO = '\x10'
/** The board's half: it answers with the question's number and a checksum. */
const ANSWERER = 'global.Q=function(i,f){var v;try{v=JSON.stringify(f());v=E.CRC32(v)+" "+v}catch(e){v="! "+e}print("<"+"#"+i+" "+v+" #>")};1'

/** Short questions to a board whose application goes on running. What it prints meanwhile is told from the answers. */
export class Questions {
  private readonly repl: Repl
  private number = 0

  constructor(repl: Repl) {
    this.repl = repl
  }

  /** Puts the board's half there; a restart forgets it. Throws NoAnswer or LinkLost. */
  async begin(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      this.repl.command(ANSWERER)
      try {
        if (await this.once('1') === 1) return
      } catch (error) {
        if (attempt >= ATTEMPTS || !(error instanceof NoAnswer || error instanceof BoardRefused)) throw error
      }
      await this.repl.resynchronise()
    }
  }

  /** Removes what was put there. An answer that gets lost is no matter. */
  async end(): Promise<void> {
    try {
      await this.once('(["Q","T","U","A","B","O"].forEach(function(n){delete global[n]}),1)')
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
    }
  }

  /** The value of an expression that does no harm when it is evaluated twice. Throws LinkLost, NoAnswer or BoardRefused. */
  async ask<T>(expression: string, patience = PATIENCE): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once<T>(expression, patience)
      } catch (error) {
        // A refusal may be that of a damaged line; one that comes again is believed.
        if (attempt >= ATTEMPTS || error instanceof BoardRefused && attempt > 1 || !(error instanceof NoAnswer || error instanceof BoardRefused)) throw error
        await this.repl.resynchronise()
      }
    }
  }

  /** The same, asked a single time: a line that was lost or damaged is NoAnswer. */
  async once<T>(expression: string, patience = PATIENCE): Promise<T> {
    const id = ++this.number
    const line = `Q(${id},function(){return ${expression}})`
    if (line.length + NO_ECHO.length >= LONGEST_LINE) throw new Error(`a line of ${line.length} characters is too long: ${line}`)
    this.repl.command(line)
    const found = await this.repl.printed(new RegExp(`<#${id} (!|\\d+) ([^]*?) #>|Uncaught [^]*>`), patience)
    if (found?.[1] === '!') throw new BoardRefused(found[2].replace(/^Error: /, ''))
    if (found?.[1] === undefined || Number(found[1]) !== crc32(Buffer.from(found[2], 'latin1'))) throw new NoAnswer('no answer')
    return JSON.parse(found[2]) as T
  }
}

import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { BoardRefused, NoAnswer, type Repl } from '../console/repl.ts'

/** Bytes of a file in one line, at first and at least. */
const LARGEST = 384
const SMALLEST = 24
/** After so many whole pieces larger ones are tried again. */
const RUN = 8
/** After so many losses of one piece all is sent slowly. */
const STUBBORN = 3
/** Times that a file is begun again, and that one piece is sent. */
const BEGINNINGS = 3
const SENDINGS = 8
/** ms that the board may take to look through a file. */
const CHECK_TIME = 10000
const ERASE_TIME = 60000

/** The piece was programmed with something else: the file has to be begun again. */
class Spoiled extends Error {}

/**
 * Writes files into the Storage of a board whose application is stopped. Each piece is written only when it arrived
 * whole, and read back; a piece without an answer is looked for before it is sent again, because
 * flash can be programmed once.
 */
export class Uploader {
  private readonly repl: Repl
  private piece = LARGEST
  /** Pieces in a row that needed no repetition. */
  private whole = 0

  constructor(repl: Repl) {
    this.repl = repl
  }

  /** Defines the board's half; `reset()` forgets it. */
  async prepare(): Promise<void> {
    await this.repl.guard()
    await this.repl.evaluate('(global.W=function(n,o,s,d){d=atob(d);E.kickWatchdog();' +
      'var S=require("Storage");S.write(n,d,o,o?0:s);return E.CRC32(S.read(n,o,d.length))},1)')
  }

  /** Erases a file of that name, if there is one, and writes this. `onProgress` has the bytes written so far. */
  async upload(name: string, bytes: Buffer, onProgress: (written: number) => void): Promise<void> {
    for (let beginning = 1; ; beginning++) {
      try {
        await this.repl.evaluate(`(require("Storage").erase(${JSON.stringify(name)}),1)`)
        for (let offset = 0; offset < bytes.length;) {
          offset += await this.write(name, bytes, offset)
          onProgress(offset)
        }
        await this.verify(name, bytes)
        return
      } catch (error) {
        if (!(error instanceof Spoiled) || beginning === BEGINNINGS) throw error
      }
    }
  }

  /** Replaces a file by another that has been uploaded, within milliseconds, and checks it. */
  async replace(name: string, bytes: Buffer, spare: string): Promise<void> {
    await this.upload(spare, bytes, () => undefined)
    // The blank string makes a copy in memory: flash cannot be read from while it is programmed.
    const written = await this.repl.evaluate<number>(
      `(function(S,n,m){var t=""+S.read(m);if(E.CRC32(t)==${crc32(bytes)})S.write(n,t);t=S.read(n);return t===undefined?-1:E.CRC32(t)})` +
      `(require("Storage"),${JSON.stringify(name)},${JSON.stringify(spare)})`, CHECK_TIME)
    if (written !== crc32(bytes)) throw new BoardRefused(`${name} reads back differently`)
    await this.repl.evaluate(`(require("Storage").erase(${JSON.stringify(spare)}),1)`)
  }

  /** Everything in Storage. */
  async eraseAll(): Promise<void> {
    await this.repl.evaluate('(E.kickWatchdog(),require("Storage").eraseAll(),E.kickWatchdog(),1)', ERASE_TIME)
  }

  private async write(name: string, bytes: Buffer, offset: number): Promise<number> {
    let refusal = ''
    for (let sending = 1; ; sending++) {
      const piece = bytes.subarray(offset, offset + this.piece)
      const sum = crc32(piece)
      let written: number | undefined
      try {
        const line = `W(${JSON.stringify(name)},${offset},${bytes.length},"${piece.toString('base64')}")`
        written = await this.repl.evaluate<number>(line, undefined, 1)
      } catch (error) {
        if (!(error instanceof NoAnswer) && !(error instanceof BoardRefused)) throw error
        if (error instanceof BoardRefused && error.message === refusal) throw error
        refusal = error.message
        await this.repl.resynchronise()
        written = await this.sumOf(name, offset, piece.length)
      }
      if (written === sum) {
        if (++this.whole % RUN === 0) this.piece = Math.min(LARGEST, this.piece << 1)
        return piece.length
      }
      if (written !== undefined && written !== crc32(Buffer.alloc(piece.length, 0xff))) throw new Spoiled(`${name} at ${offset} reads back differently`)
      if (sending === SENDINGS) throw new NoAnswer('the same piece was lost again and again')
      if (sending >= STUBBORN) this.repl.slowDown()
      this.piece = Math.max(SMALLEST, this.piece >> 1)
      this.whole = 0
      await this.prepare()
    }
  }

  private async sumOf(name: string, offset: number, length: number): Promise<number | undefined> {
    const sum = await this.repl.evaluate<number>(`(function(t){return t===undefined?-1:E.CRC32(t)})(require("Storage").read(${JSON.stringify(name)},${offset},${length}))`)
    return sum === -1 ? undefined : sum
  }

  private async verify(name: string, bytes: Buffer): Promise<void> {
    const [length, sum, hash] = await this.repl.evaluate<[number, number, string]>(
      '(function(t){var h="",c;try{c=require("crypto")}catch(e){}' +
      'if(c&&c.SHA256)new Uint8Array(c.SHA256(t)).forEach(function(b){h+=(b+256).toString(16).substr(1)});' +
      `return[t.length,E.CRC32(t),h]})(require("Storage").read(${JSON.stringify(name)}))`, CHECK_TIME)
    const right = length === bytes.length && sum === crc32(bytes) && (hash === '' || hash === createHash('sha256').update(bytes).digest('hex'))
    if (!right) throw new Spoiled(`${name} reads back differently`)
  }
}

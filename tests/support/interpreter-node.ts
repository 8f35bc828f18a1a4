import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { applicationMembers, applicationRecord, nodeScripts, settingsRecord } from '../../cli/node-scripts.ts'
import { PAGE, SimulatedFlashPages } from '../../host-sim/board/simulated-flash-pages.ts'
import { MemberNames } from '../../host-sim/espruino/member-names.ts'
import { deviceScript } from './device-script.ts'
import { RealInterpreter } from '../../bench/peers/real-interpreter.ts'

export interface InterpreterNodeSettings {
  port: number
  user?: string
  password?: string
  keepAlive?: number
  qos?: number
  cleanSession?: boolean
  backlog?: { samples: number }
}

/** Of an ESP32: pages of raw flash that nobody else uses. */
const PAGES = 16

/** What no run may print. */
const FORBIDDEN = /.*(?:Uncaught|NOT PENDING|REBOOT|MEMORY|Interrupted|ERROR: (?!Connect failed)).*/

/** Of the station, what `shim.ts` looks at. */
const WATCHED = ['sample', 'sequence']

let shim: Promise<string> | undefined

/** A line for the shim: what the build may call these members. */
function watchedMembers(): string {
  const names = new MemberNames(applicationMembers())
  return `var stationMembers=${JSON.stringify(Object.fromEntries(WATCHED.map(member => [member, names.candidates(member)])))}\n`
}

/** The built firmware, unchanged, on the real interpreter, started from Storage as on the board, with emulated parts around it. */
export class InterpreterNode extends RealInterpreter {
  readonly name = 'a1b2c3'
  private readonly nor = join(this.directory, 'nor')
  private trouble: string[] = []
  private faults = 0

  /** Puts everything into Storage: the parts before the guard, then what a board has. */
  async flash(settings: InterpreterNodeSettings): Promise<void> {
    const { port, backlog, ...account } = settings
    const scripts = nodeScripts()
    shim ??= deviceScript('tests/espruino-lane/device/shim.ts')
    const json = JSON.stringify({
      node: this.name, location: 'lane', period: 2, wifi: { network: 'lane', password: 'correct horse' },
      broker: { host: '127.0.0.1', port, ...account }, ...backlog && { backlog },
      sensors: { scd30: { sda: 'D21', scl: 'D22' }, 'mh-z19': { tx: 'D17', rx: 'D16' }, ds18b20: { pin: 'D4' } }
    })
    writeFileSync(this.nor, new Uint8Array(PAGES * PAGE).fill(0xff))
    await this.store({
      '.boot0': watchedMembers() + await shim, '.boot1': scripts.guard, '.bootcde': scripts.bootCode,
      'app.a': scripts.application, 'app.a.sum': applicationRecord(scripts.application), 'settings.a': settingsRecord(1, json)
    })
  }

  /** How many samples it has taken since it was switched on, but for one that the shim has not seen to wait. */
  taken(): number {
    const count = [...this.output.matchAll(/taken (\d+)\n/g)].at(-1)?.[1]
    if (count === undefined) throw new Error(`the shim did not say how many samples were taken: ${this.troubles().join('; ')}`)
    return Number(count)
  }

  /** What is in raw flash now, in a copy. */
  flashPages(): SimulatedFlashPages {
    const pages = new SimulatedFlashPages(PAGES)
    pages.bytes.set(readFileSync(this.nor))
    return pages
  }

  /** Power-on; resolves when the firmware has printed its line. */
  async powerOn(): Promise<void> {
    writeFileSync(join(this.directory, 'faults'), 'faults\n')
    this.faults = 0
    this.boot()
    await this.printed(/breva \S+ node a1b2c3 start \d+: scd30, mh-z19, ds18b20/, 20_000)
  }

  /** Breaks or mends a part or wire, as `shim.ts` names them. */
  async fault(target: string, fault: string, active: boolean): Promise<void> {
    this.faults++
    appendFileSync(join(this.directory, 'faults'), `${target} ${fault} ${active}\n`)
    await this.printed(new RegExp(`fault ${this.faults}: true`), 10_000)
  }

  /** Lines of all runs so far that speak of an uncaught exception, lost memory or a misused timer. */
  troubles(): string[] {
    return [...new Set([...this.trouble, ...this.output.match(new RegExp(FORBIDDEN, 'g')) ?? []])]
  }

  override stop(): void {
    this.trouble = this.troubles()
    super.stop()
  }
}

import { CommandError } from '../../cli/command-error.ts'
import { applicationRecord, settingsRecord } from '../../cli/node-scripts.ts'
import { FAILURE, TIMED_OUT } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { greet, survey, type BoardFacts } from '../console/board-facts.ts'
import { DESK } from '../console/desk.ts'
import type { FlashOutput, FlashResult } from './flash-output.ts'
import { applicationHash, planFlash, shortHash, type FlashJob, type FlashPlan } from './flash-plan.ts'
import { again, type FlashTarget } from './flash-target.ts'
import { firstLine } from './first-line.ts'
import { portProblem } from '../console/port-problem.ts'
import { BoardRefused, LinkLost, NoAnswer, Repl } from '../console/repl.ts'
import { Uploader } from './upload.ts'

/** The guard's counter file: eight digits and two bytes for each of 250 starts. */
const COUNTER_SIZE = 508
const SPARE = 'breva.new'

/** Brings one board to what the job says. Throws a CommandError for everything that can go wrong. */
export async function flash(target: FlashTarget, job: FlashJob, output: FlashOutput, desk = DESK): Promise<FlashResult> {
  const begun = desk.time.now()
  const repl = new Repl(desk.time)
  const link = await desk.open(target.port, target.baud, repl).catch((error: unknown) => { throw portProblem(target.port, error as NodeJS.ErrnoException) })
  repl.attach(link)
  try {
    output.step(`Port ${target.port}${link.port.startsWith('tcp:') ? '' : `, ${target.baud} baud`}`)
    const identity = await greet(repl, target.port, target.baud, target.patience.prompt)
    const flasher = new Flasher(repl, target, job, output, await survey(repl, identity))
    const result = await flasher.run()
    result.seconds = Math.round((desk.time.now() - begun) / 100) / 10
    return result
  } catch (error) {
    if (error instanceof CommandError) throw error
    if (error instanceof LinkLost) throw new CommandError(`The connection to ${target.port} was lost while looking at the board. Check the cable, then run: ${again(target.port)}`, FAILURE)
    if (error instanceof NoAnswer) throw new CommandError(`The board on ${target.port} stopped answering while it was looked at. Press its EN button, then run: ${again(target.port)}`, TIMED_OUT)
    if (error instanceof BoardRefused) throw new CommandError(`The board on ${target.port} cannot tell what it carries: ${printable(error.message)}`, FAILURE)
    throw error
  } finally {
    await link.close()
  }
}

class Flasher {
  private readonly repl: Repl
  private readonly target: FlashTarget
  private readonly job: FlashJob
  private readonly output: FlashOutput
  private readonly facts: BoardFacts
  private readonly plan: FlashPlan
  private readonly uploader: Uploader
  private readonly result: FlashResult
  private doing = ''

  constructor(repl: Repl, target: FlashTarget, job: FlashJob, output: FlashOutput, facts: BoardFacts) {
    this.repl = repl
    this.target = target
    this.job = job
    this.output = output
    this.facts = facts
    this.plan = planFlash(facts, job)
    this.uploader = new Uploader(repl)
    this.result = {
      result: 'installed',
      port: target.port,
      board: facts.board,
      espruino: facts.version,
      application: { file: `app.${this.plan.slot}`, bytes: job.application.length, hash: applicationHash(job.application) },
      written: [],
      node: null,
      start: null,
      firstLine: null,
      notes: [],
      seconds: 0
    }
  }

  async run(): Promise<FlashResult> {
    const { facts, plan, result, output } = this
    output.step(`Board ${facts.board}, Espruino ${facts.version}, ${facts.free} bytes free${this.running()}`)
    if (facts.trouble) result.notes.push(`the node was running as ${facts.trouble}: its usual application had failed to start three times`)
    if (!this.job.settings && (this.job.erase || (facts.settings.a ?? facts.settings.b) === undefined)) {
      result.notes.push(`the node has no settings; write them with: ${again(this.target.port)} --settings <file>`)
    }
    if (plan.current) {
      result.result = 'current'
      result.start = facts.boot
      return result
    }
    this.checkSpace()
    if (this.target.dryRun) {
      result.result = 'planned'
      result.written = this.planned()
      return result
    }
    try {
      await this.install()
    } catch (error) {
      output.interrupted()
      throw await this.explained(error)
    }
    await this.restart()
    return result
  }

  private running(): string {
    const { facts, plan } = this
    if (facts.app) return `; start ${facts.boot} runs ${facts.app}`
    return plan.former ? `; app.${plan.former} is installed` : '; no application yet'
  }

  private checkSpace(): void {
    const { facts, plan, job } = this
    if (job.erase || facts.free >= plan.needed) return
    throw new CommandError(
      `The Storage of the board on ${this.target.port} has ${facts.free} bytes free and ${plan.needed} are needed; ${facts.trash} are held by erased files. ` +
      `Nothing was changed. Erase all of it, settings included, with: ${again(this.target.port)} --erase --settings <file>`, FAILURE)
  }

  private planned(): string[] {
    const { plan } = this
    return [
      ...plan.upload ? [`app.${plan.slot}`, `app.${plan.slot}.sum`] : [],
      ...plan.scripts.map(([name]) => name),
      ...plan.settings ? [`settings.${plan.settings}`] : [],
      'active'
    ]
  }

  private async install(): Promise<void> {
    const { plan, job, output, uploader, result } = this
    this.doing = 'stopping the application'
    output.step('Stopping the application')
    await this.stopApplication()
    if (job.erase) {
      this.doing = 'erasing Storage'
      output.step('Erasing Storage')
      await uploader.eraseAll()
      // The starts go on being counted: samples are told apart by them.
      await this.put('boots.a', Buffer.concat([Buffer.from(String(this.facts.counted).padStart(8, '0')), Buffer.alloc(COUNTER_SIZE - 8, 0xff)]))
    }
    if (plan.upload) {
      const name = `app.${plan.slot}`
      await this.repl.evaluate(`(require("Storage").erase("${name}.sum"),1)`)
      await uploader.upload(name, job.application, written => {
        this.doing = `writing ${name}, at ${Math.floor(100 * written / job.application.length)} %`
        output.progress(name, written, job.application.length)
      })
      output.step(`${name} reads back right, ${shortHash(result.application.hash)}`)
      result.written.push(name)
      await this.put(`${name}.sum`, Buffer.from(applicationRecord(job.application.toString('latin1'))))
    }
    for (const [name, bytes] of plan.scripts) {
      this.doing = `writing ${name}`
      await uploader.replace(name, bytes, SPARE)
      output.step(`${name} written`)
      result.written.push(name)
    }
    if (plan.settings && job.settings) {
      await this.put(`settings.${plan.settings}`, Buffer.from(settingsRecord(plan.sequence, job.settings.toString('utf8')), 'latin1'))
      output.step('Settings written')
    }
    await this.activate()
  }

  private async stopApplication(): Promise<void> {
    // The banner says that memory is empty; without it the answer to the next line comes from the new start anyway.
    this.repl.command('reset()')
    if (!await this.repl.printed(/espruino\.com[^]*\n>/i, 3000)) await this.repl.resynchronise()
    await this.uploader.prepare()
  }

  private async put(name: string, bytes: Buffer): Promise<void> {
    this.doing = `writing ${name}`
    await this.uploader.upload(name, bytes, () => undefined)
    this.result.written.push(name)
  }

  private async activate(): Promise<void> {
    const { plan } = this
    this.doing = 'making it active'
    for (const name of plan.foreign) {
      await this.repl.evaluate(`(require("Storage").erase(${JSON.stringify(name)}),1)`)
      this.result.notes.push(`${name}, left by other software, was erased: it would have run as well`)
    }
    const active = await this.repl.evaluate<string>(
      `(function(S){if(S.read("active")!="${plan.slot}")S.write("active","${plan.slot}");return S.read("active")})(require("Storage"))`)
    if (active !== plan.slot) throw new BoardRefused('the choice of the application reads back differently')
    // Failed starts of the former application must not count against this one.
    await this.repl.evaluate('(function(b,S){if(b&&b.file&&S.read(b.file,b.offset,1)=="\\xff")S.write(b.file,"H",b.offset);return 1})(global.breva,require("Storage"))')
    this.result.written.push('active')
  }

  private async restart(): Promise<void> {
    const { result, output, target } = this
    if (!this.facts.canRestart) {
      result.notes.push('this Espruino cannot restart its board (it has no ESP32 object); switch it off and on to start the application')
      return
    }
    output.step('Restarting')
    try {
      const [whole, node, start, reason] = await firstLine(this.repl, target)
      result.firstLine = whole.trim()
      if (reason === undefined) {
        result.node = node
        result.start = Number(start)
        output.step(result.firstLine)
        return
      }
      if (this.job.settings) throw new CommandError(`The application was written, but the node refuses its settings: ${printable(reason.trim())}`, FAILURE)
    } catch (error) {
      if (error instanceof LinkLost) throw new CommandError(`The application was written and made active, but the connection to ${target.port} was lost at the restart. Check it with: ${again(target.port)}`, FAILURE)
      throw error
    }
  }

  /** Names what failed and what the board is left with; starts the former application again where that is possible. */
  private async explained(error: unknown): Promise<unknown> {
    const { target, plan } = this
    const former = this.job.erase || !plan.former
      ? 'The board has no complete application now.'
      : `The former application (app.${plan.former}) is still there and starts at the next power-on.`
    const next = `run: ${again(target.port)}${this.job.erase ? ' --settings <file>' : ''}`
    if (error instanceof LinkLost) return new CommandError(`The connection to ${target.port} was lost while ${this.doing}. ${former} Check the cable, then ${next}`, FAILURE)
    if (error instanceof NoAnswer) return new CommandError(`The board on ${target.port} stopped answering while ${this.doing}. ${former} Press its EN button, then ${next}`, TIMED_OUT)
    if (!(error instanceof Error)) return error
    try {
      this.repl.command('ESP32.reboot()')
      await this.repl.printed(/breva/, 1000)
    } catch {
      // said already
    }
    return new CommandError(`The board on ${target.port} failed while ${this.doing}: ${printable(error.message)}. ${former} To try again, ${next}`, FAILURE)
  }
}

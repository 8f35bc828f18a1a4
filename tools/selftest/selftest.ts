import { CommandError } from '../../cli/command-error.ts'
import { FAILURE, TIMED_OUT } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { greet } from '../console/board-facts.ts'
import { DESK, type Desk } from '../console/desk.ts'
import type { Link } from '../console/link.ts'
import { portProblem } from '../console/port-problem.ts'
import { BoardRefused, LinkLost, NoAnswer, Repl } from '../console/repl.ts'
import { Questions } from './questions.ts'
import type { SelftestReport, StepReport } from './selftest-report.ts'
import { STEPS } from './selftest-steps.ts'
import { failed, type Bench, type Pins, type Step, type Verdict } from './step.ts'

export interface SelftestTarget {
  port: string
  baud: number
  pins: Pins
  /** ms to the first prompt. */
  prompt: number
  /** Asks a person; undefined when there is none. */
  agrees(question: string): Promise<boolean | undefined>
  /** Told of each step as it ends. */
  done(step: StepReport): void
}

/** Runs every step on one board. Throws a CommandError for what keeps it from that; a step that fails is in the report. */
export async function selftest(target: SelftestTarget, desk: Desk = DESK, steps: Step[] = STEPS): Promise<SelftestReport> {
  const { port } = target
  const begun = desk.time.now()
  const time = new Date().toISOString()
  const repl = new Repl(desk.time)
  const link = await desk.open(port, target.baud, repl).catch((error: unknown) => { throw portProblem(port, error as NodeJS.ErrnoException) })
  repl.attach(link)
  try {
    const { board, version } = await greet(repl, port, target.baud, target.prompt)
    const bench = await look(repl, target, desk, desk.time.now() - begun)
    const results: StepReport[] = []
    for (const step of steps) {
      const since = desk.time.now()
      const verdict = await run(step, bench)
      const { name, statement, expected } = step
      const report = { name, statement, expected, ...verdict, seconds: seconds(desk.time.now() - since) }
      results.push(report)
      target.done(report)
    }
    await bench.questions.end()
    const count = (result: string): number => results.filter(step => step.result === result).length
    return {
      port, board, espruino: version, application: bench.application, start: bench.boot, time, seconds: seconds(desk.time.now() - begun),
      passed: count('passed'), failed: count('failed'), skipped: count('skipped'), steps: results
    }
  } catch (error) {
    throw explained(error, port)
  } finally {
    await link.close()
  }
}

const seconds = (milliseconds: number): number => Math.round(milliseconds / 100) / 10

/** What the board is; nothing is written. */
async function look(repl: Repl, { port, baud, pins, agrees }: SelftestTarget, desk: Desk, promptTime: number): Promise<Bench> {
  const questions = new Questions(repl)
  await questions.begin()
  const chip = await questions.ask<boolean>('typeof ESP32!="undefined"')
  const address = chip ? await questions.ask<string>('require("Wifi").getIP().ip||""') : ''
  const application = await questions.ask<string>('(global.breva||{}).app||""')
  const boot = await questions.ask<number>('(global.breva||{}).boot||0')
  return {
    repl, questions, port, pins, promptTime, chip, application, boot, agrees,
    address: address === '0.0.0.0' ? '' : address,
    open: async other => {
      let link: Link
      try {
        link = await desk.open(other, baud, { onText: () => undefined, onLost: () => undefined })
      } catch {
        return false
      }
      await link.close()
      return true
    },
    pause: milliseconds => new Promise(resolve => { desk.time.after(milliseconds, () => { resolve() }) })
  }
}

/** A step that gets no answer has failed, and the next one is tried. */
async function run(step: Step, bench: Bench): Promise<Verdict> {
  try {
    return await step.run(bench)
  } catch (error) {
    if (error instanceof BoardRefused) return failed(`the board says ${printable(error.message)}`)
    if (!(error instanceof NoAnswer)) throw error
    await bench.questions.begin()
    return failed('the board did not answer')
  }
}

function explained(error: unknown, port: string): unknown {
  const next = `run: breva selftest --port ${port}`
  if (error instanceof LinkLost) return new CommandError(`The connection to ${port} was lost during the selftest. Check the cable, then ${next}`, FAILURE)
  if (error instanceof NoAnswer) return new CommandError(`The board on ${port} stopped answering during the selftest. Press its EN button, then ${next}`, TIMED_OUT)
  if (error instanceof BoardRefused) return new CommandError(`The board on ${port} cannot be asked: ${printable(error.message)}`, FAILURE)
  return error
}

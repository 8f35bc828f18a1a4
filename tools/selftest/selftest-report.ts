import { printable } from '../../cli/printable.ts'
import type { Verdict } from './step.ts'

/** One step of the report. */
export interface StepReport extends Verdict {
  name: string
  statement: string
  expected: string
  seconds: number
}

/** The stable schema of `--json` and of the file. */
export interface SelftestReport {
  port: string
  board: string
  espruino: string
  /** The application that runs, and the number of its start; empty and 0 without one. */
  application: string
  start: number
  /** When it began, by this machine. */
  time: string
  seconds: number
  passed: number
  failed: number
  skipped: number
  steps: StepReport[]
}

const NAME_WIDTH = 16
const WORD_WIDTH = 8

/** One step as a line. */
export function stepLine({ name, result, found }: StepReport): string {
  return printable(`${result.padEnd(WORD_WIDTH)} ${name.padEnd(NAME_WIDTH)} ${found}`)
}

/** The report for people. */
export function readable(report: SelftestReport): string {
  const running = report.application === '' ? 'no application' : `${report.application}, start ${report.start}`
  const lines = report.steps.flatMap(step => [stepLine(step), ...step.result === 'failed' ? [printable(`${' '.repeat(WORD_WIDTH + 1)}${step.statement}; expected: ${step.expected}`)] : []])
  return [
    printable(`Selftest of ${report.board}, Espruino ${report.espruino}, on ${report.port}: ${running}, ${report.time}`),
    ...lines,
    `${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped, ${report.seconds} s`
  ].map(line => `${line}\n`).join('')
}

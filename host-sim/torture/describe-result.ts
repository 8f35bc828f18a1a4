import { counted } from '../../cli/counted.ts'
import { describeFaults } from './fault-summary.ts'
import type { TortureResult } from './run-torture.ts'

/** The result for people: the faults that were drawn, if any, then one sentence. `asked`: how many nodes were to live. */
export function describeResult(result: TortureResult, asked: number): string {
  const drawn = describeFaults(result.faults)
  const faults = drawn === '' ? '' : `faults drawn, each with the nodes and the times:\n${drawn}`
  const interrupted = result.lived < asked ? `interrupted after ${result.lived} of ${counted(asked, 'node')}; ` : ''
  return `${faults}${interrupted}${counted(result.seeds, 'seed')} of ${result.hours} h: ${counted(result.violations, 'violation')}; ${counted(result.samples, 'sample')}, ${result.delivered} delivered, `
    + `${result.dropped} dropped; ${result.timesRealTime} times real time`
}

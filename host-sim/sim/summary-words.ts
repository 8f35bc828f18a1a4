import { counted } from '../../cli/counted.ts'
import type { SummaryEvent } from './sim-event.ts'

const ENDS: Readonly<Record<SummaryEvent['reason'], string>> = { 'seconds': 'The time is up', 'signal': 'Ended by you', 'output closed': 'Nobody reads any more' }

/** The summary for people, a line for each of its subjects. */
export function summaryWords(event: SummaryEvent): string[] {
  const { nodes, online, refused, acknowledged, states, history, waiting, messages, invalid } = event
  return [
    `${ENDS[event.reason]}, after ${event.seconds} s of the nodes' time.`,
    `nodes    ${online} of ${counted(nodes, 'node')} ${online === 1 ? 'was' : 'were'} online${refused.length > 0 ? `, ${refused.length} refused by the broker (${refused[0].reason})` : ''}`,
    `samples  ${states} came live, and ${history} later as history`,
    `broker   acknowledged ${acknowledged} of them; ${waiting} still ${waiting === 1 ? 'waits' : 'wait'} in the nodes`,
    `heard    ${counted(messages, 'message')}, ${invalid === 0 ? 'all' : `${messages - invalid} of them`} as documented`
  ]
}

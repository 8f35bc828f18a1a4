import { counted } from '../../cli/counted.ts'
import { printable } from '../../cli/printable.ts'
import type { GatewayEvent, NodeEvent, SummaryEvent } from './gateway-event.ts'

const REASONS: Record<string, string> = {
  offline: 'it is offline. Run this again when it is online, or with --follow',
  no_info: 'it has published no info. Is its firmware older than 0.1.0?',
  no_sample: 'no sample of it came in time. Give it longer with --seconds'
}

/** One line an event on stdout: JSON, or words. `quiet` leaves the summary. */
export function printEvent(event: GatewayEvent, { json, quiet }: { json: boolean, quiet: boolean }): void {
  if (quiet && event.event !== 'summary') return
  process.stdout.write(`${json ? JSON.stringify(event) : printableLines(inWords(event))}\n`)
}

function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}

function inWords(event: GatewayEvent): string {
  switch (event.event) {
    case 'node': return nodeLine(event)
    case 'summary': return summaryLine(event)
    case 'broker': return event.connected ? 'The broker is back.' : 'The connection to the broker is lost. Trying again.'
    case 'home_assistant': return 'Home Assistant has started. All nodes are sent again within 30 s.'
  }
}

function nodeLine({ node, location, outcome, reason, topic, entities, gone, expiry, payload }: NodeEvent): string {
  const name = location === null || location === '' ? node : `${node} (${location})`
  switch (outcome) {
    case 'left_out': return `${name}: left out, as ${REASONS[reason ?? '']}.`
    case 'refused': return `${name}: not published, as Home Assistant would not take it: ${reason}. This is a defect of this program, or the node's messages are not as they should be.`
    case 'removed': return `${name}: removed, ${topic} is empty.`
    case 'planned': return payload === null ? `${name}: would be removed, and ${topic} be empty.` : `${name}: would be published on ${topic}\n${JSON.stringify(payload, null, 2)}`
  }
  const end = gone.length === 0 ? '' : ` Removed: ${gone.join(', ')}.`
  return `${name}: ${outcome}, ${counted(entities.length, 'entity', 'entities')}: ${entities.join(', ')}. Values expire after ${expiry} s.${end}`
}

function summaryLine({ nodes, reason, ...counts }: SummaryEvent): string {
  const parts = (['published', 'unchanged', 'planned', 'removed', 'refused', 'left_out'] as const).filter(key => counts[key] > 0).map(key => `${counts[key]} ${key.replace('_', ' ')}`)
  const ended = reason === 'done' ? '' : ` Ended by ${reason}.`
  return `${counted(nodes, 'node')}${parts.length > 0 ? ': ' : ''}${parts.join(', ')}.${ended}`
}

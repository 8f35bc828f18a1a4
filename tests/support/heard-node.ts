import type { KnownNode } from '../../gateways/home-assistant/heard-node.ts'
import { infoMessage } from '../../contract/schemas/info-message.ts'
import { readStateMessage } from '../../contract/schemas/state-message.ts'
import type { State } from '../../contract/state.ts'
import { documents } from './documents.ts'

const PAGE = documents().find(({ path }) => path === 'docs/messages.md')!.text

/** The message in the first block of JSON below a heading of docs/messages.md. */
function documented(heading: string): string {
  const section = PAGE.slice(PAGE.indexOf(`\n## \`${heading}\``) + 1)
  return section.slice(section.indexOf('```json') + '```json'.length, section.indexOf('\n```\n')).trim()
}

/** The node of docs/messages.md after one sample: an SCD30, an MH-Z19 and two probes, or only those sensors of it that `sensors` names. */
export function heardNode({ sensors, ...changed }: Partial<State> & { sensors?: string[] } = {}): KnownNode {
  const info = infoMessage.parse(JSON.parse(documented('info')))
  const state = readStateMessage(documented('state'))
  if (typeof state === 'string') throw new Error(state)
  const names = sensors ?? Object.keys(info.sensors)
  const latest = { ...state, ...changed }
  return { root: 'breva', node: latest.node, status: 'online', info: { ...info, sensors: Object.fromEntries(Object.entries(info.sensors).filter(([name]) => names.includes(name))) }, first: latest, latest, sensors: new Set(names) }
}

import { COMMAND_TOPIC, INFO_TOPIC, STATUS_TOPIC } from '../../contract/topics.ts'
import type { AccessRule } from './access-rule.ts'

/** What a node reads: the three that it subscribes to (docs/messages.md). */
const READ_BY_NODE = [STATUS_TOPIC, INFO_TOPIC, `${COMMAND_TOPIC}#`]

/** What the account of a node may: publish below its own name and read what it subscribes to there. */
export function nodeRules(root: string, node: string): AccessRule[] {
  return [{ kind: 'write', filter: `${root}/${node}/#` }, ...READ_BY_NODE.map((topic): AccessRule => ({ kind: 'read', filter: `${root}/${node}/${topic}` }))]
}

/** What an account may that shows what nodes publish, and changes nothing. */
export function readerRules(root: string): AccessRule[] {
  return [{ kind: 'read', filter: `${root}/#` }]
}

/** What the account of the owner may: also send commands, and clear what a node has left. */
export function ownerRules(root: string): AccessRule[] {
  return [{ kind: 'readwrite', filter: `${root}/#` }]
}

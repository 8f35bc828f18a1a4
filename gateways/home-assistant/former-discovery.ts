import { z } from 'zod'
import { ORIGIN, type DiscoveryMessage, type ShortComponent } from './discovery-message.ts'
import { rootOfStateTopic } from './node-topics.ts'

const ours = z.looseObject({
  o: z.looseObject({ name: z.literal(ORIGIN) }),
  stat_t: z.string().optional(),
  cmps: z.record(z.string().regex(/^[a-zA-Z0-9_-]+$/), z.looseObject({ p: z.string() }))
})

/** A discovery message that Breva has published, as the broker keeps it. */
export interface FormerDiscovery {
  node: string
  text: string
  /** What stands before the node's name in its topics; undefined where the message does not tell. */
  root: string | undefined
  cmps: DiscoveryMessage['cmps']
}

/** The message about `node`; undefined for one of somebody else. */
export function readFormerDiscovery(text: string, node: string): FormerDiscovery | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const read = ours.safeParse(value)
  if (!read.success) return undefined
  const known = Object.entries(read.data.cmps).filter((entry): entry is [string, ShortComponent] => entry[1].p === 'sensor' || entry[1].p === 'binary_sensor')
  return { node, text, root: rootOfStateTopic(read.data.stat_t ?? '', node), cmps: Object.fromEntries(known) }
}

/** The expiry that its components have; undefined where none has one. */
export function formerExpiry({ cmps }: FormerDiscovery): number | undefined {
  return Object.values(cmps).map(({ exp_aft }) => exp_aft).find(expiry => typeof expiry === 'number')
}

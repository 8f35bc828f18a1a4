import { programVersion } from '../../cli/program-version.ts'
import { STATUS_OFFLINE, STATUS_ONLINE } from '../../contract/status-word.ts'
import { deviceId, ORIGIN, type DiscoveryMessage, type ShortComponent } from './discovery-message.ts'
import type { KnownNode } from './heard-node.ts'
import { nodeComponents } from './node-components.ts'
import { stateTopic, statusTopic } from './node-topics.ts'

/**
 * What Home Assistant is to know of a node. `expiry` is in seconds. Components that only `before` has, the message that is to be replaced,
 * are removed: Home Assistant keeps each one that a later message leaves out.
 */
export function buildDiscovery(heard: KnownNode, expiry: number, before?: Pick<DiscoveryMessage, 'cmps'>): DiscoveryMessage {
  const { node, info, latest: { location } } = heard
  const components = nodeComponents(heard, expiry)
  const gone = Object.entries(before?.cmps ?? {}).filter(([name]) => !Object.hasOwn(components, name)).map(([name, { p }]): [string, ShortComponent] => [name, { p }])
  return {
    dev: {
      ids: [deviceId(heard)], name: `Breva ${location === '' ? node : location}`, mf: 'Breva', mdl: info.model, sw: info.firmware, ...location === '' ? {} : { sa: location }
    },
    o: { name: ORIGIN, sw: programVersion() },
    stat_t: stateTopic(heard),
    avty_mode: 'all',
    avty: [{ t: statusTopic(heard), pl_avail: STATUS_ONLINE, pl_not_avail: STATUS_OFFLINE }],
    cmps: { ...components, ...Object.fromEntries(gone) }
  }
}

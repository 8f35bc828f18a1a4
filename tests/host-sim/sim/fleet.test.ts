import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EmbeddedBroker } from '../../../broker/embedded-broker.ts'
import { nodeScripts } from '../../../cli/node-scripts.ts'
import type { BrokerListener } from '../../../cli/broker-listener.ts'
import { observeNodes } from '../../../host-sim/sim/observe-nodes.ts'
import { Fleet } from '../../../host-sim/sim/fleet.ts'
import { readSimOptions } from '../../../host-sim/sim/sim-options.ts'
import type { SimulatedNode } from '../../../host-sim/sim/simulation.ts'
import { eventually } from '../../../bench/peers/eventually.ts'

let broker: EmbeddedBroker
let observer: BrokerListener
let node: SimulatedNode
let statuses: string[]
let faults: string[]

beforeEach(async () => {
  statuses = []
  faults = []
  broker = await EmbeddedBroker.start({ port: 0, orAnotherPort: false })
  const address = { host: broker.host, port: broker.port }
  const fleet = new Fleet(readSimOptions({ scenario: 'office', seed: '3', speed: '20', fault: ['wifi:loss@20s+5s'] }, { environment: {}, folder: import.meta.dirname, warn: () => undefined }))
  node = fleet.nodes(nodeScripts(), address, {
    onFault: (_node, fault, active) => faults.push(`${fault} ${active}`),
    onLog: (_node, line) => expect(line).not.toContain('Uncaught')
  })[0]
  observer = await observeNodes(address, 'brevasimtest', [`breva/${node.node}`], {
    onMessage: (topic, payload) => { if (topic.endsWith(`${node.node}/status`)) statuses.push(String(payload)) },
    onLink: () => undefined
  })
  node.start()
  await eventually(() => statuses.length === 1, 'the birth')
})

afterEach(async () => {
  node.kill()
  await observer.stop()
  await broker.stop()
})

describe('a node of a Fleet', () => {
  it('says goodbye once when it is stopped', async () => {
    let done = 0
    node.stop(() => { done++ })
    await eventually(() => done === 1 && statuses.length === 2, 'the goodbye')
    expect(statuses).toEqual(['online', 'offline'])
  })

  it('is gone without a word when it is killed, so that the broker publishes its will', async () => {
    node.kill()
    await eventually(() => statuses.at(-1) === 'offline', 'the will')
  })

  it('breaks and mends as the command line says', async () => {
    await eventually(() => faults.length === 2, 'the fault is over')
    expect(faults).toEqual(['wifi:loss true', 'wifi:loss false'])
  })
})

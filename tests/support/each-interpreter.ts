import { afterEach, beforeEach, expect } from 'vitest'
import { refuseDeath } from '../../bench/peers/dead-interpreter.ts'
import type { Mosquitto } from '../../bench/peers/mosquitto.ts'
import { ESPRUINO, WITHOUT_ESPRUINO } from '../../bench/peers/real-interpreter.ts'
import type { BrokerLog } from './broker-log.ts'
import { InterpreterBridge } from './interpreter-bridge.ts'
import { InterpreterNode } from './interpreter-node.ts'

/** A node on the real interpreter, and with it the broker and the log of one test, where it has them. */
interface InterpretedNode {
  node: InterpreterNode
  broker?: Mosquitto
  log?: BrokerLog
}

/** To be called in a suite: a new node for each test. Afterwards all of it ends, and the node must have had no trouble. */
export function eachNode(): InterpretedNode {
  const own = {} as InterpretedNode
  beforeEach(() => {
    own.node = new InterpreterNode()
    delete own.broker
    delete own.log
  })
  afterEach(async ({ task }) => {
    const { node } = own
    node.stop()
    const troubles = node.troubles()
    node.dispose()
    await own.log?.close()
    await own.broker?.stop()
    expect(troubles).toEqual([])
    refuseDeath(task, node.death)
  })
  return own
}

/** To be called in a suite: a real interpreter for each test, its console on a port. Where there is none, it says so. */
export function eachConsole(): { bridge: InterpreterBridge, port: string } {
  if (!ESPRUINO) process.stdout.write(`${WITHOUT_ESPRUINO}\n`)
  const own = { port: '' } as { bridge: InterpreterBridge, port: string }
  beforeEach(async () => {
    own.bridge = new InterpreterBridge(ESPRUINO ?? '')
    own.port = await own.bridge.start()
  })
  afterEach(async ({ task }) => {
    const { death } = own.bridge
    await own.bridge.stop()
    refuseDeath(task, task.result?.state === 'fail' ? death : '')
  })
  return own
}

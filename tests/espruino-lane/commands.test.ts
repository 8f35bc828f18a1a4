import { beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../bench/peers/eventually.ts'
import { Mosquitto, mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { PAYLOAD_LIMIT, PING } from '../../contract/command-frame.ts'
import { COMMAND_TOPIC, REPLY_TOPIC, TOPIC_ROOT } from '../../contract/topics.ts'
import { BrokerLog } from '../support/broker-log.ts'
import { eachNode } from '../support/each-interpreter.ts'
import type { InterpreterNode } from '../support/interpreter-node.ts'

const BURST = 60
/** The most replies that a burst gets: the allowance of ten, and what the beats meanwhile add. */
const ALLOWANCE = 20
/** From the longest that is obeyed to the longest that is drained. Bytes. */
const SIZES = [PAYLOAD_LIMIT, PAYLOAD_LIMIT + 1, 1200, 4096, 65_535, 100_000, 1_000_000]

describe.skipIf(mosquittoMissing)(`commands to the flashed firmware on the real interpreter${mosquittoHint}`, () => {
  const own = eachNode()
  let broker: Mosquitto
  let node: InterpreterNode
  let log: BrokerLog

  beforeEach(async () => {
    node = own.node
    own.broker = broker = await Mosquitto.start()
    own.log = log = await BrokerLog.open(broker.port)
    await node.flash({ port: broker.port })
    await node.powerOn()
    await log.samples(2, 0, 60_000)
  })

  async function send(id: string, length = 0): Promise<void> {
    const bare = `{"id":"${id}"}`
    await log.publish(`${TOPIC_ROOT}/${node.name}/${COMMAND_TOPIC}${PING}`, bare + ' '.repeat(Math.max(0, length - bare.length)), false)
  }

  function replies(): { id: string, ok: boolean }[] {
    return log.payloads(`/${REPLY_TOPIC}${PING}`).map(payload => JSON.parse(payload) as { id: string, ok: boolean })
  }

  /** A ping is answered. It is repeated, because the allowance of commands fills up by and by; a megabyte before it takes a while to drain. */
  async function alive(id: string): Promise<void> {
    let tries = 0
    let asked = 0
    await eventually(() => {
      if (Date.now() - asked > 3000) {
        asked = Date.now()
        void send(`${id}-${++tries}`)
      }
      return replies().some(reply => reply.id.startsWith(`${id}-`) && reply.ok)
    }, `the ping ${id} is answered`, 120_000)
  }

  it('each of any size leaves the link up and the samples coming, and the next one is answered', async () => {
    await alive('first')
    for (const size of SIZES) {
      await send(`size-${size}`, size)
      await alive(`after-${size}`)
    }
    await log.samples(3, log.messages.length, 60_000)
    expect(log.payloads(`/${node.name}/status`)).not.toContain('offline')
    expect(replies().filter(reply => SIZES.slice(1).some(size => reply.id === `size-${size}` && reply.ok))).toEqual([])
  }, 300_000)

  it('sixty at once, valid and oversized, are answered as far as the allowance goes, and stop nothing', async () => {
    for (const size of [0, PAYLOAD_LIMIT, 4096]) {
      await Promise.all(Array.from({ length: BURST }, (_, i) => send(`burst-${size}-${i}`, size)))
      await alive(`after-burst-${size}`)
      expect(replies().filter(reply => reply.id.startsWith(`burst-${size}-`)).length).toBeLessThanOrEqual(ALLOWANCE)
    }
    await log.samples(3, log.messages.length, 60_000)
    expect(log.payloads(`/${node.name}/status`)).not.toContain('offline')
  }, 300_000)
})

/**
 * A node that gets whatever a broker's accounts can send it: a start with flash in use, an outage, and commands of every size and
 * number, before the outage and while what was kept is sent.
 */
import type { MqttClient } from 'mqtt'
import type { Mosquitto } from '../peers/mosquitto.ts'
import { ID_LIMIT, PAYLOAD_LIMIT, PING, VERB_LIMIT } from '../../contract/command-frame.ts'
import { COMMAND_TOPIC, HISTORY_TOPIC, REPLY_TOPIC, STATUS_TOPIC } from '../../contract/topics.ts'
import type { Happening } from './measured-node.ts'

/** Seconds between two samples: with two, the ring of 64 samples is full after two minutes. */
export const PERIOD = 2
/** Seconds after the start: commands while all is well, the broker goes, the ring is full and flash in use, the broker is back, the end. */
const PESTERED = 30
const GONE = 120
export const IN_FLASH = 270
export const BACK = 290
export const DONE = 430

/** Bytes of a command that is refused for its length. */
const TOO_LONG = 4096
/** The verbs: the one that is obeyed, and the longest that is answered at all. */
const VERBS = [PING, 'v'.repeat(VERB_LIMIT)]
const ID = 'i'.repeat(ID_LIMIT)
const SHORTEST = `{"id":"${ID}"}`
/** In one go: as much as the interpreter reads in some seconds, so that what was kept gets through as well. */
const BURST = 60

/** What is sent while all is well, a second apart: how many commands of how many bytes. */
const SIZES: readonly (readonly [number, number])[] = [
  [1, 0], [1, PAYLOAD_LIMIT], [1, 3000], [1, TOO_LONG], [1, 60_000], [1, 100_000], [1, 1_000_000],
  [BURST, 0], [BURST, 200], [BURST, PAYLOAD_LIMIT], [BURST, 1200], [BURST, TOO_LONG], [5, 60_000]
]

/** `count` commands, filled up to `length` bytes. */
function send(sender: MqttClient, root: string, count: number, length: number): void {
  const filling = length - SHORTEST.length - 9
  const payload = filling > 0 ? `{"id":"${ID}","pad":"${'x'.repeat(filling)}"}` : SHORTEST
  for (let i = 0; i < count; i++) sender.publish(root + COMMAND_TOPIC + VERBS[i % VERBS.length], payload, { qos: 0 })
}

/** What is done to the node under `root` while it lives; `sender` is an account at its broker. */
export function pestering(broker: Mosquitto, sender: MqttClient, root: string): Happening[] {
  let online = false
  sender.on('message', topic => { online ||= topic === root + STATUS_TOPIC || topic === root + HISTORY_TOPIC })
  const calm = SIZES.map(([count, length], i): Happening => ({ at: PESTERED + 3 * i, act: () => { send(sender, root, count, length) } }))
  const drain = Array.from({ length: 10 }, (_, i): Happening => ({
    at: BACK + 1 + 7 * i,
    act: () => { if (online) send(sender, root, i % 2 === 0 ? 20 : BURST, i % 2 === 0 ? TOO_LONG : PAYLOAD_LIMIT) }
  }))
  return [
    ...calm,
    { at: GONE, act: () => broker.kill() },
    {
      at: BACK,
      act: async () => {
        online = false
        await broker.resume()
      }
    },
    ...drain
  ]
}

/** Whether some command was answered. */
export function answered(messages: ReadonlyMap<string, string>, root: string): boolean {
  return [...messages.keys()].some(topic => topic.startsWith(root + REPLY_TOPIC))
}

/** The lives that a node is measured in, each with a broker and an interpreter of its own, so that they can run at the same time. */
import mqtt from 'mqtt'
import type { Health } from '../../contract/health.ts'
import type { State } from '../../contract/state.ts'
import { STATUS_ONLINE } from '../../contract/status-word.ts'
import { HEALTH_TOPIC, HISTORY_TOPIC, SENSOR_STATUS, SENSOR_TOPIC, STATE_TOPIC, TOPIC_ROOT } from '../../contract/topics.ts'
import { eventually } from '../peers/eventually.ts'
import { Mosquitto } from '../peers/mosquitto.ts'
import { type Happening, nodeFiles, outputOf, type Usage, usageIn } from './measured-node.ts'
import { answered, BACK as PESTERED_BACK, DONE, IN_FLASH, PERIOD, pestering } from './pestered-node.ts'

/** Seconds until a node counts as settled, and for how long it is then watched: health is published each minute. */
const SETTLING = 62
const WATCHED = 33
/**
 * Of the node that lives through an outage, seconds after its start at which the broker goes, from which on its ring is looked at, which takes
 * its whole room with the first sample, at which the broker is back, and at which all has been delivered and `health` has said so.
 */
const GONE = 62
const FULL = 100
const BACK = 125
const DRAINED = 248

/** ms that a node may take longer than planned until it has delivered all. */
const LATENESS = 180_000

/** How the topics of the measured node begin. */
const ROOT = `${TOPIC_ROOT}/a1b2c3/`

/** What every life is given: the meter, and the application with a mark where its declarations end. */
export interface Scripts {
  meter: string
  marked: string
}

/** What one life came to. */
export interface Lived {
  usage: Usage
  /** All that the node printed, with a dump of its variables at the end. */
  output: string
  /** Whether raw flash answered: that costs the meter more. */
  flash: boolean
}

/** Somebody at the node's broker. */
interface Desk {
  broker: Mosquitto
  watcher: mqtt.MqttClient
}

interface Plan {
  period?: number
  seconds: number
  happenings(desk: Desk): Happening[]
  flash: boolean
  /** Why what was measured is no life, '' where it is one. */
  fault(messages: ReadonlyMap<string, string>): string
  /** The seconds in which the node counts as settled. */
  from: number
  to: number
}

/** The published state says that everything was measured, or there is nothing to report. */
function unmeasured(messages: ReadonlyMap<string, string>): string {
  const state = JSON.parse(messages.get(ROOT + STATE_TOPIC) ?? '{}') as Partial<State>
  const words = Object.values(state.quality ?? {})
  if (words.length !== 6 || words.some(word => word !== 'ok')) return `not everything was measured: ${JSON.stringify(state)}`
  if (messages.get(`${ROOT}${SENSOR_TOPIC}mh-z19${SENSOR_STATUS}`) !== STATUS_ONLINE) return 'the MH-Z19 was not measured'
  return messages.has(ROOT + HEALTH_TOPIC) ? '' : 'health was not published'
}

/** The node kept the samples of the outage, and has delivered them all. */
function undelivered(messages: ReadonlyMap<string, string>): string {
  const { queued, drops } = JSON.parse(messages.get(ROOT + HEALTH_TOPIC) ?? '{}') as Partial<Health>
  const lost = Object.values(drops ?? {}).reduce((sum, count) => sum + count, 0)
  return messages.has(ROOT + HISTORY_TOPIC) && queued === 0 && lost === 0 ? '' : `the outage was not made up for: ${queued} samples wait, ${lost} are lost`
}

const LIVES = {
  /** Nothing happens. */
  calm: { seconds: SETTLING + WATCHED, happenings: () => [], flash: false, fault: unmeasured, from: SETTLING, to: Infinity },
  /** The broker is away for a minute. */
  outage: {
    seconds: DRAINED,
    happenings: ({ broker }) => [{ at: GONE, act: () => broker.kill() }, { at: BACK, act: () => broker.resume() }],
    flash: false, fault: undelivered, from: FULL, to: BACK
  },
  /** Commands of every kind, and an outage that fills the ring and goes on in flash. */
  pestered: {
    period: PERIOD,
    seconds: DONE,
    happenings: ({ broker, watcher }) => pestering(broker, watcher, ROOT),
    flash: true,
    fault: messages => undelivered(messages) || (answered(messages, ROOT) ? '' : 'no command was answered'),
    from: IN_FLASH, to: PESTERED_BACK
  }
} satisfies Record<string, Plan>

export type Life = keyof typeof LIVES

export const LIFE_NAMES = Object.keys(LIVES) as Life[]

/** Lives it from start to end. Rejects when the node did not do what is measured. `dumping`: a dump at each new peak too. */
export async function live(name: Life, { meter, marked }: Scripts, { dumping }: { dumping?: boolean } = {}): Promise<Lived> {
  const plan: Plan = LIVES[name]
  const broker = await Mosquitto.start()
  const messages = new Map<string, string>()
  const watcher = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`)
  watcher.on('message', (topic, payload) => { messages.set(topic, payload.toString()) })
  await watcher.subscribeAsync(`${TOPIC_ROOT}/#`)
  try {
    const { seconds, flash, fault, from, to } = plan
    const output = await outputOf(nodeFiles(meter, marked, broker.port, plan.period), {
      seconds, flash, dumping: dumping ?? false,
      happenings: plan.happenings({ broker, watcher }),
      // A machine with other work to do makes the interpreter slow.
      finished: () => eventually(() => fault(messages) === '', 'the life is over', LATENESS).catch(() => { throw new Error(`${name}: ${fault(messages)}`) })
    })
    return { output, usage: usageIn(output, from, to), flash }
  } finally {
    await watcher.endAsync()
    await broker.stop()
  }
}

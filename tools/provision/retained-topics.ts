import type { MqttClient } from 'mqtt'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE } from '../../cli/exit-code.ts'

/** ms without a message after which a broker has delivered what it kept. */
const QUIET = 500
/** Someone who publishes again as often is still connected. */
const MOST_PASSES = 5

/**
 * Clears every retained message below `prefix`, and looks again until there is none. Resolves to the topics. Rejects with a `CommandError` where somebody goes on
 * publishing there.
 */
export async function clearRetained(client: MqttClient, prefix: string): Promise<string[]> {
  const cleared = new Set<string>()
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const topics = await retainedBelow(client, prefix)
    if (topics.length === 0) return [...cleared].sort()
    for (const topic of topics) {
      await client.publishAsync(topic, '', { qos: 1, retain: true })
      cleared.add(topic)
    }
  }
  throw new CommandError(`Somebody publishes below ${prefix} again and again: the node is still connected. Let the broker read its accounts again (mosquitto does on SIGHUP), or switch the node off, and repeat the command.`, FAILURE)
}

/** Topics with a retained message, as a new subscription brings them. */
async function retainedBelow(client: MqttClient, prefix: string): Promise<string[]> {
  const topics = new Set<string>()
  let heard = (): void => undefined
  const listen = (topic: string, payload: Buffer, { retain }: { retain: boolean }): void => {
    if (retain && payload.length > 0) topics.add(topic)
    heard()
  }
  client.on('message', listen)
  try {
    await client.subscribeAsync(`${prefix}/#`, { qos: 1 })
    await new Promise<void>(resolve => {
      let timer = setTimeout(resolve, QUIET)
      heard = () => {
        clearTimeout(timer)
        timer = setTimeout(resolve, QUIET)
      }
    })
    await client.unsubscribeAsync(`${prefix}/#`)
  } finally {
    client.off('message', listen)
  }
  return [...topics]
}

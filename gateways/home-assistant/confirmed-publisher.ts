import { CommandError } from '../../cli/command-error.ts'
import { AUTHENTICATION } from '../../cli/exit-code.ts'

const PATIENCE = 5000

interface Broker {
  publishRetained(topic: string, text: string): Promise<void>
}

/**
 * Publishes, and waits until the broker delivers the message to this program too. A broker acknowledges what an account may not write, and
 * drops it without a word (MQTT 3.1.1, 3.3.5).
 */
export class ConfirmedPublisher {
  private readonly awaited = new Map<string, { text: string, settle(): void }>()
  private readonly patience: number

  /** `patience`: ms that the message may take to come back. */
  constructor(patience = PATIENCE) {
    this.patience = patience
  }

  /** Hears what the broker delivers. */
  message(topic: string, payload: Buffer): void {
    const waiting = this.awaited.get(topic)
    if (waiting?.text === payload.toString()) waiting.settle()
  }

  /** Rejects with a CommandError where the message does not come back, and with the reason of an aborted `signal`. A broker that is away is waited for. */
  async publish(broker: Broker, topic: string, text: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    let timer: NodeJS.Timeout | undefined
    let onAbort = (): void => undefined
    try {
      await new Promise<void>((resolve, reject) => {
        onAbort = () => { reject(signal.reason as Error) }
        signal.addEventListener('abort', onAbort)
        this.awaited.set(topic, { text, settle: resolve })
        broker.publishRetained(topic, text).then(() => { timer = setTimeout(() => { reject(dropped(topic)) }, this.patience) }, reject)
      })
    } finally {
      clearTimeout(timer)
      this.awaited.delete(topic)
      signal.removeEventListener('abort', onAbort)
    }
  }
}

function dropped(topic: string): CommandError {
  return new CommandError(`The broker has taken the message for ${topic} and does not deliver it: this account may probably not write there, or not read it. Allow it both in the broker's access control, or use another account.`, AUTHENTICATION)
}

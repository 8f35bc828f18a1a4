import { Readable } from 'node:stream'

/** A message, or the PUBREL that follows one, as the library hands it over. */
export interface QueuedPacket {
  messageId?: number | undefined
  brokerId?: string
  brokerCounter?: number
  topic?: string
  payload?: string | Buffer
}

export interface QueueLimits {
  /** Messages for one client. */
  messages: number
  /** Bytes of topics and payloads for one client. */
  bytes: number
  /** The same for all clients together. */
  allBytes: number
}

interface Queue {
  packets: QueuedPacket[]
  bytes: number
}

/** Told of each message that is dropped. */
export type DropListener = (client: string, reason: string) => void

/**
 * What waits for the clients whose sessions are kept, in place of the library's own queues, which grow for as long as a client is away.
 * Where there is too much for a client its oldest messages go. The methods are those of a persistence of aedes.
 */
export class SessionQueues {
  private readonly limits: QueueLimits
  private readonly dropped: DropListener
  private readonly queues = new Map<string, Queue>()
  private bytes = 0

  constructor(limits: QueueLimits, dropped: DropListener) {
    this.limits = limits
    this.dropped = dropped
  }

  /** Puts itself in the place of the queues of `persistence`. */
  serve(persistence: object): void {
    Object.assign(persistence, {
      outgoingEnqueue: async (sub: { clientId: string }, packet: QueuedPacket) => { this.enqueue(sub.clientId, packet) },
      outgoingEnqueueCombi: async (subs: { clientId: string }[], packet: QueuedPacket) => { for (const { clientId } of subs) this.enqueue(clientId, packet) },
      outgoingUpdate: async (client: { id: string }, packet: QueuedPacket) => { this.update(client.id, packet) },
      outgoingClearMessageId: async (client: { id: string }, packet: QueuedPacket) => this.clear(client.id, packet.messageId),
      outgoingStream: (client: { id: string }) => Readable.from(this.waiting(client.id))
    })
  }

  /** The last behind the others. */
  enqueue(client: string, packet: QueuedPacket): void {
    let queue = this.queues.get(client)
    if (!queue) this.queues.set(client, queue = { packets: [], bytes: 0 })
    // Each client numbers its copy.
    queue.packets.push({ ...packet, messageId: undefined })
    this.count(queue, sizeOf(packet))
    for (let reason = this.excess(queue); reason !== undefined; reason = this.excess(queue)) {
      this.count(queue, -sizeOf(queue.packets.shift()!))
      this.dropped(client, reason)
    }
    if (queue.packets.length === 0) this.queues.delete(client)
  }

  /** A message gets its number, or is followed by its PUBREL. One that has been dropped is sent all the same, and not again. */
  update(client: string, packet: QueuedPacket): void {
    const queue = this.queues.get(client)
    if (!queue) return
    const { packets } = queue
    const numbered = packets.find(({ brokerId, brokerCounter }) => brokerCounter !== undefined && brokerId === packet.brokerId && brokerCounter === packet.brokerCounter)
    if (numbered) {
      numbered.messageId = packet.messageId
      return
    }
    const at = packets.findIndex(({ brokerId, messageId }) => brokerId !== packet.brokerId && messageId === packet.messageId)
    if (at < 0) return
    this.count(queue, sizeOf(packet) - sizeOf(packets[at]))
    packets[at] = packet
  }

  /** The client has answered for good; what it has answered. */
  clear(client: string, messageId: number | undefined): QueuedPacket | undefined {
    const queue = this.queues.get(client)
    const at = queue?.packets.findIndex(packet => packet.messageId === messageId) ?? -1
    if (!queue || at < 0) return undefined
    const [packet] = queue.packets.splice(at, 1)
    this.count(queue, -sizeOf(packet))
    if (queue.packets.length === 0) this.queues.delete(client)
    return packet
  }

  /** A copy, in the order of sending. */
  waiting(client: string): QueuedPacket[] {
    return [...this.queues.get(client)?.packets ?? []]
  }

  private count(queue: Queue, bytes: number): void {
    queue.bytes += bytes
    this.bytes += bytes
  }

  private excess(queue: Queue): string | undefined {
    const { messages, bytes, allBytes } = this.limits
    if (queue.packets.length === 0) return undefined
    if (queue.packets.length > messages) return `more than ${messages} wait for it`
    if (queue.bytes > bytes) return `more than ${bytes} bytes wait for it`
    return this.bytes > allBytes ? `more than ${allBytes} bytes wait for all clients together` : undefined
  }
}

function sizeOf({ topic, payload }: QueuedPacket): number {
  return (topic?.length ?? 0) + (payload?.length ?? 0)
}

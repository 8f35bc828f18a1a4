import type { ConnectionOptions } from 'node:tls'
import mqtt, { type Packet, type Parser } from 'mqtt-packet'
import { HISTORY_TOPIC, STATE_TOPIC } from '../../contract/topics.ts'
import { TcpNetwork } from '../board/tcp-network.ts'
import type { Socket, SocketEvents } from '../../drivers/hal/network.ts'

/** What came of a node's links, as the bytes between node and broker say it. */
export interface LinkReport {
  /** The broker has accepted the node, at least once. */
  readonly everOnline: boolean
  /** The return code with which the broker refused it last, 0 if it has not, or has accepted it since (MQTT 3.1.1, table 3.1). */
  readonly refusal: number
  /** Samples that the broker has acknowledged, in `state` and `history`. */
  readonly acknowledged: number
  /** Samples that have gone to it with QoS 0, which it does not acknowledge. */
  readonly sentOnce: number
  /** The broker has accepted the latest link, which lasts. */
  readonly online: boolean
  /** Told when the broker accepts the node, and when that link ends. */
  onChange: ((online: boolean) => void) | undefined
}

/** Listens to what one node and its broker say to each other. */
export class LinkTap implements LinkReport {
  everOnline = false
  refusal = 0
  acknowledged = 0
  sentOnce = 0
  online = false
  onChange: ((online: boolean) => void) | undefined
  private outgoing = parserFor(packet => { this.said(packet) })
  private incoming = parserFor(packet => { this.heard(packet) })
  /** Samples under way, by the packet that holds them. */
  private readonly underWay = new Map<number, number>()
  /** Those of earlier links, which a session that the broker has kept goes on with. */
  private readonly former = new Map<number, number>()

  begins(): void {
    this.outgoing = parserFor(packet => { this.said(packet) })
    this.incoming = parserFor(packet => { this.heard(packet) })
    for (const [packet, samples] of this.underWay) this.former.set(packet, samples)
    this.underWay.clear()
  }

  ends(): void {
    if (this.online) this.onChange?.(false)
    this.online = false
  }

  sent(bytes: string): void {
    this.outgoing.parse(Buffer.from(bytes, 'latin1'))
  }

  received(bytes: string): void {
    this.incoming.parse(Buffer.from(bytes, 'latin1'))
  }

  private said(packet: Packet): void {
    if (packet.cmd !== 'publish') return
    const samples = samplesIn(packet.topic, packet.payload.toString())
    if (packet.messageId === undefined) this.sentOnce += samples
    else this.underWay.set(packet.messageId, samples)
  }

  private heard(packet: Packet): void {
    if (packet.cmd === 'connack') this.answered(packet.returnCode ?? 0, packet.sessionPresent)
    // The end of an exchange of QoS 1 or 2.
    if ((packet.cmd === 'puback' || packet.cmd === 'pubcomp') && packet.messageId !== undefined) {
      this.acknowledged += this.underWay.get(packet.messageId) ?? 0
      this.underWay.delete(packet.messageId)
    }
  }

  private answered(returnCode: number, sessionPresent: boolean): void {
    this.refusal = returnCode
    if (returnCode !== 0) return
    if (sessionPresent) for (const [packet, samples] of this.former) this.underWay.set(packet, samples)
    this.former.clear()
    this.everOnline = this.online = true
    this.onChange?.(true)
  }
}

/** What is malformed is the node's business. */
function parserFor(told: (packet: Packet) => void): Parser {
  const parser = mqtt.parser({ protocolVersion: 4 })
  parser.on('packet', told)
  parser.on('error', () => undefined)
  return parser
}

function samplesIn(topic: string, payload: string): number {
  if (topic.endsWith(`/${STATE_TOPIC}`)) return 1
  if (!topic.endsWith(`/${HISTORY_TOPIC}`)) return 0
  try {
    return (JSON.parse(payload) as unknown[]).length
  } catch {
    return 0
  }
}

/** The laptop's network, with somebody who listens. */
export class TappedNetwork extends TcpNetwork {
  private readonly tap: LinkTap

  /** `secure`: how the laptop speaks TLS to the broker; the tap hears what is inside. */
  constructor(tap: LinkTap, secure?: ConnectionOptions) {
    super(secure)
    this.tap = tap
  }

  override connect(host: string, port: number, events: SocketEvents): Socket {
    const tap = this.tap
    tap.begins()
    const socket = super.connect(host, port, {
      onOpen: () => { events.onOpen() },
      onBytes: chunk => {
        tap.received(chunk)
        events.onBytes(chunk)
      },
      onClose: () => {
        tap.ends()
        events.onClose()
      }
    })
    return {
      write: bytes => {
        const taken = socket.write(bytes)
        if (taken) tap.sent(bytes)
        return taken
      },
      close: () => { socket.close() }
    }
  }
}

import { expect } from 'vitest'
import { eventually } from '../../bench/peers/eventually.ts'
import { SECRETS, type TcpNode } from './tcp-node.ts'

/** As in `breva torture`. */
const FIRMWARE_TIMERS = 16
/** PUBLISH with QoS above 0 that one link may leave unanswered at once. */
const IN_FLIGHT = 4

/** I5: online again and measuring, within `patience` ms of real time. Then everything that `checkInvariants` knows. */
export async function recovered(node: TcpNode, patience = 20_000): Promise<void> {
  const from = node.log.messages.length
  await node.log.samples(2, from, patience)
  await eventually(() => node.station.client.connected && node.log.said(`${node.id}/status`).at(-1) === 'online', 'the status is online', patience)
  checkInvariants(node)
}

/** What holds at any moment, whatever the fault: I1-I4 and I7-I10. */
export function checkInvariants(node: TcpNode): void {
  const { ledger, proxy } = node
  // I1; the ledger itself compares with every `health`.
  expect(ledger.acknowledged + ledger.dropped + ledger.pending(), 'I1 samples accounted for').toBe(ledger.produced)
  checkOrder(node)
  checkLinks(node)
  expect(node.sockets, 'I4 sockets').toBeLessThanOrEqual(1)
  expect(node.timers, 'I4 I7 timers').toBeLessThanOrEqual(FIRMWARE_TIMERS)
  for (const { packet, bytes, up } of proxy.seen) {
    if (!up || packet.cmd === 'connect') continue
    for (const secret of SECRETS) expect(bytes.includes(secret), `I8 a secret in ${packet.cmd}`).toBe(false)
  }
  // One slot that is under way, one that is late by half a period.
  const late = node.station.station['sampler'].late ?? 0
  expect(Math.abs(node.uptime() / node.period - ledger.produced - late), `I9 slots, ${late} of them late`).toBeLessThan(2.5)
}

/** I2, I3, I10: what was acknowledged has been heard or was lost with the broker, in order, and nothing else. */
function checkOrder(node: TcpNode): void {
  let latest = 0
  for (const state of node.log.states()) {
    expect(state.seq, 'I2 order at the broker').toBeGreaterThanOrEqual(latest)
    expect(state.seq, 'I3 a sample that was taken').toBeLessThanOrEqual(node.ledger.produced)
    expect(state.co2, 'I10').not.toBe(0)
    latest = state.seq
  }
}

/** CONNECT first and once, nothing before CONNACK, few in flight, no identifier twice, and repeats only where the broker has resumed a session. */
function checkLinks(node: TcpNode): void {
  const { seen } = node.proxy
  for (let link = 0; link < node.proxy.connections; link++) {
    const unanswered = new Set<number>()
    let accepted = false
    let resumed = false
    let first = true
    for (const { packet, up } of seen.filter(packet => packet.link === link)) {
      if (packet.cmd === 'connack') {
        accepted = true
        resumed = packet.sessionPresent
      }
      if (packet.cmd === 'puback') unanswered.delete(packet.messageId!)
      if (!up) continue
      expect(packet.cmd === 'connect', 'CONNECT is the first packet, and no other').toBe(first)
      if (!first) expect(accepted, `${packet.cmd} before CONNACK`).toBe(true)
      first = false
      if (packet.cmd !== 'publish' || packet.qos === 0) continue
      expect(unanswered.has(packet.messageId!), 'an identifier in use').toBe(false)
      expect(packet.dup && !resumed, 'DUP on a clean session').toBe(false)
      unanswered.add(packet.messageId!)
      expect(unanswered.size, 'I4 in flight').toBeLessThanOrEqual(IN_FLIGHT)
    }
  }
}

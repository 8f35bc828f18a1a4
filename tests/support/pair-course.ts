import fc from 'fast-check'
import { expect } from 'vitest'
import type { SessionPair } from './session-pair.ts'

/** What is published at once, and after how many bytes the links of that time break: a link that has none lasts. */
export interface Batch {
  messages: number[]
  sender: number[]
  receiver: number[]
}

/** Bytes of a link that bring it into every state: CONNECT, CONNACK and some messages are within. */
const SOME = 160
/** Breaks at one message running, below the three that make a session give the message up. */
const BREAKS = 2

const cuts = fc.array(fc.integer({ min: 1, max: SOME }), { maxLength: BREAKS })
/** What a pair goes through. */
export const courses = fc.array(fc.record<Batch>({ messages: fc.array(fc.constantFrom(0, 1, 2), { maxLength: 6 }), sender: cuts, receiver: cuts }), { minLength: 1, maxLength: 8 })
/** How its links are. */
export const ways = fc.record({ latency: fc.integer({ min: 0, max: 400 }), longest: fc.constantFrom(1, 2, 7, 60, Infinity), seed: fc.integer() })

/** The pair, once it has been through `course` and rests. */
export function travelled(pair: SessionPair, course: Batch[]): SessionPair {
  for (const { messages, sender, receiver } of course) {
    for (const [endpoint, budgets] of [[pair.sender, sender], [pair.receiver, receiver]] as const) {
      endpoint.pipe!.budget = budgets[0] ?? Infinity
      endpoint.budgets = budgets.slice(1)
    }
    for (const qos of messages) pair.publish(qos)
    pair.drive()
    for (const endpoint of [pair.sender, pair.receiver]) {
      endpoint.pipe!.budget = Infinity
      endpoint.budgets = []
    }
  }
  return pair
}

/** How often it is among them. */
const times = (payloads: string[], payload: string): number => payloads.filter(one => one === payload).length
/** What was published at these QoS, in order. */
const payloadsOf = (pair: SessionPair, ...qos: number[]): string[] => pair.published.filter(message => qos.includes(message.qos)).map(({ payload }) => payload)

/** What holds whatever the sender's session is: nothing lost or invented, order, no waste. */
export function expectDelivered(pair: SessionPair): void {
  const { sender, receiver, broker } = pair
  for (const payload of payloadsOf(pair, 1, 2)) {
    expect(times(receiver.received, payload), payload).toBeGreaterThanOrEqual(1)
    expect(times(sender.acknowledged, payload), payload).toBe(1)
  }
  for (const payload of payloadsOf(pair, 0)) expect(times(receiver.received, payload), payload).toBeLessThanOrEqual(1)
  const arrived = [...new Set(receiver.received)]
  expect(arrived).toEqual(payloadsOf(pair, 0, 1, 2).filter(payload => arrived.includes(payload)))
  expect([sender.pending, receiver.pending, broker.sessionOf('receiver')!.unanswered, broker.sessionOf('sender')!.unreleased.size]).toEqual([0, 0, 0, 0])
  expect([sender.session.violations, receiver.session.violations, broker.violations]).toEqual([0, 0, 0])
}

/** What holds besides for a sender whose session is kept. */
export function expectExact(pair: SessionPair): void {
  expectDelivered(pair)
  expect(pair.sender.returned).toEqual([])
  for (const payload of payloadsOf(pair, 2)) expect(times(pair.receiver.received, payload), payload).toBe(1)
}

/** What holds besides for a sender whose session is clean: twice arrives only what its owner was given back. */
export function expectReturned(pair: SessionPair): void {
  expectDelivered(pair)
  for (const payload of payloadsOf(pair, 2)) {
    expect(times(pair.receiver.received, payload), payload).toBeLessThanOrEqual(1 + times(pair.sender.returned, payload))
  }
}

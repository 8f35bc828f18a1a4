import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SessionQueues, type QueuedPacket } from '../../broker/session-queues.ts'

const message = (counter: number, bytes = 10): QueuedPacket => ({ brokerId: 'b', brokerCounter: counter, topic: 't', payload: Buffer.alloc(bytes - 1) })
const counters = (queues: SessionQueues, client: string): (number | undefined)[] => queues.waiting(client).map(({ brokerCounter }) => brokerCounter)

describe('SessionQueues', () => {
  it('keeps the newest of each client within all limits, and tells of each one dropped', () => {
    const limits = { messages: 5, bytes: 200, allBytes: 350 }
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 150 })), { maxLength: 60 }), messages => {
      const dropped: Record<string, number> = {}
      const queues = new SessionQueues(limits, client => { dropped[client] = (dropped[client] ?? 0) + 1 })
      messages.forEach(([client, bytes], i) => { queues.enqueue(client, message(i, bytes)) })
      let all = 0
      for (const client of ['a', 'b', 'c']) {
        const sent = messages.flatMap(([to], i) => to === client ? [i] : [])
        const kept = counters(queues, client)
        expect(kept).toEqual(sent.slice(sent.length - kept.length))
        expect(kept.length + (dropped[client] ?? 0)).toBe(sent.length)
        const bytes = kept.reduce<number>((sum, i) => sum + messages[i!][1], 0)
        expect(kept.length).toBeLessThanOrEqual(limits.messages)
        expect(bytes).toBeLessThanOrEqual(limits.bytes)
        all += bytes
      }
      expect(all).toBeLessThanOrEqual(limits.allBytes)
    }))
  })

  it('drops nothing that fits', () => {
    const queues = new SessionQueues({ messages: 3, bytes: 30, allBytes: 30 }, () => { throw new Error('dropped') })
    for (const counter of [1, 2, 3]) queues.enqueue('a', message(counter))
    expect(counters(queues, 'a')).toEqual([1, 2, 3])
  })

  it('says which limit it was', () => {
    const reasons: string[] = []
    const told = (_client: string, reason: string): void => { reasons.push(reason) }
    for (const limits of [{ messages: 1, bytes: 99, allBytes: 99 }, { messages: 9, bytes: 19, allBytes: 99 }, { messages: 9, bytes: 99, allBytes: 19 }]) {
      const queues = new SessionQueues(limits, told)
      queues.enqueue('a', message(1))
      queues.enqueue('a', message(2))
    }
    expect(reasons).toEqual(['more than 1 wait for it', 'more than 19 bytes wait for it', 'more than 19 bytes wait for all clients together'])
  })

  it('numbers, follows with a PUBREL, and forgets what is answered; then there is room again', () => {
    const dropped: string[] = []
    const queues = new SessionQueues({ messages: 2, bytes: 20, allBytes: 20 }, (_client, reason) => { dropped.push(reason) })
    queues.enqueue('a', message(1))
    queues.enqueue('a', message(2))
    queues.update('a', { ...message(1), messageId: 7 })
    queues.update('a', { messageId: 7 })
    expect(queues.waiting('a').map(({ messageId, topic }) => [messageId, topic])).toEqual([[7, undefined], [undefined, 't']])
    expect(queues.clear('a', 8)).toBeUndefined()
    expect(queues.clear('a', 7)).toEqual({ messageId: 7 })
    queues.enqueue('a', message(3))
    expect(dropped).toEqual([])
    expect(counters(queues, 'a')).toEqual([2, 3])
  })

  it('lets a message that has been dropped be sent, and not again', () => {
    const queues = new SessionQueues({ messages: 1, bytes: 99, allBytes: 99 }, () => undefined)
    queues.enqueue('a', message(1))
    queues.enqueue('a', message(2))
    queues.update('a', { ...message(2), messageId: 7 })
    // The library may give it a number that another message has.
    queues.update('a', { ...message(1), messageId: 7 })
    expect(queues.waiting('a').map(({ brokerCounter, messageId }) => [brokerCounter, messageId])).toEqual([[2, 7]])
  })
})

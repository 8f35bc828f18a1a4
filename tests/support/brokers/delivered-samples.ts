import { expect } from 'vitest'
import { eventually } from '../../../bench/peers/eventually.ts'
import { nameOf, statesIn } from '../../../host-sim/torture/ledger.ts'
import type { TcpNode } from '../tcp-node.ts'

/** What the broker has handed on, live and as history, with what came twice. */
function handedOn(node: TcpNode): string[] {
  return [...node.log.payloads(`${node.id}/state`), ...node.log.payloads(`${node.id}/history`).flatMap(statesIn)]
}

/** Every sample that the broker has handed on, live or as history, by its name; one that came twice came twice the same. */
function delivered(node: TcpNode): Map<string, string> {
  const found = new Map<string, string>()
  for (const state of handedOn(node)) {
    expect(found.get(nameOf(state)) ?? state, 'the same sample twice').toBe(state)
    found.set(nameOf(state), state)
  }
  return found
}

function numbersOf(found: Map<string, string>): number[] {
  return [...found.keys()].map(name => Number(name.split('/')[1])).sort((one, other) => one - other)
}

function isGapless(numbers: number[]): boolean {
  return numbers.every((number, i) => number === i + 1)
}

/** Waits until nothing is kept back, and expects each sample so far to be delivered, and none to be dropped; returns how many came again. */
export async function allDelivered(node: TcpNode): Promise<number> {
  await eventually(() => node.ledger.pending() < 2 && isGapless(numbersOf(delivered(node))), 'what was kept is delivered', 30_000)
  const { acknowledged } = node.ledger
  await node.log.flush()
  const all = handedOn(node).length
  const found = delivered(node)
  expect(node.ledger.dropped, 'samples dropped').toBe(0)
  expect(found.size, 'samples delivered of those acknowledged').toBeGreaterThanOrEqual(acknowledged)
  expect(isGapless(numbersOf(found)), 'a sample is missing').toBe(true)
  return all - found.size
}

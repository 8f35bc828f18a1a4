import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readHeap } from '../../../bench/device/heap.ts'
import { absentParts, type RuleMap, rulePrices } from '../../../bench/device/rule-prices.ts'
import { RULES } from '../../../bench/device/rules.ts'
import { projectPath } from '../../../cli/project-path.ts'

/** A node with the function `a` (`hot`) of four variables, and an object with the fields `b` (a number of its own), `c` (a short one) and `d`, another function. */
const HEAP = `ref,size,flags,name,links...
1,1,0,#[r],2,4,
2,1,0,"a",10,
10,1,0,Function,11,12,
11,1,0,"\\xFFcod",13,
12,1,0,"\\xFFarg",
13,1,0,NativeString,
4,1,0,"station",20,
20,1,0,Object,21,22,23,
21,1,0,"b",24,
24,1,0,Number 3.5,
22,1,0,"c",
23,2,0,"d",10,
`
const MAP: RuleMap = {
  members: { b: 'barometer', c: 'count', d: 'doubt' },
  functions: [
    { name: 'a', source: 'hot', at: 'firmware/one.ts:3', start: 0, end: 100 },
    { name: 'gA', number: 3, source: 'cold', at: 'firmware/one.ts:9', start: 100, end: 150 },
    { name: 'gA', number: 4, source: 'cold', at: 'firmware/two.ts:1', start: 150, end: 160 }
  ]
}

function price(...parts: string[]): { bytes: number, variables: number } {
  const [{ bytes, variables }] = rulePrices(readHeap(HEAP), MAP, [{ rule: 'it is so', parts }])
  return { bytes, variables }
}

describe('the price of a rule', () => {
  it('is the text of its functions, with what stands around each', () => {
    expect(price('cold').bytes).toBe(50 + 10 + 2 * 20)
    expect(price('firmware/two.ts:cold').bytes).toBe(10 + 20)
    expect(price('firmware/one.ts').bytes).toBe(150 + 2 * 20)
  })

  it('is the variables of a function that is not folded: its name, itself and its parts', () => {
    expect(price('hot').variables).toBe(5)
    expect(price('cold').variables).toBe(0)
  })

  it('is the variables of its fields, and of the numbers in them', () => {
    expect(price('#barometer').variables).toBe(2)
    expect(price('#count').variables).toBe(1)
    expect(price('#barometer', '#count').variables).toBe(3)
    // The name of a function is no field.
    expect(price('#doubt').variables).toBe(0)
  })

  it('finds what a rule names and the node does not have', () => {
    const rules = [{ rule: 'it is so', parts: ['hot', 'firmware/one.ts', 'firmware/two.ts:hot', 'firmware/three.ts', '#count', '#other'] }]
    expect(absentParts(MAP, 'station.count = 1', rules)).toEqual(['firmware/two.ts:hot', 'firmware/three.ts', '#other'])
  })

  it('is asked of functions, modules and fields that the node has', () => {
    const map = JSON.parse(readFileSync(projectPath('dist/firmware.map.json'), 'utf8')) as RuleMap
    expect(absentParts(map, readFileSync(projectPath('dist/firmware.js'), 'utf8'), RULES)).toEqual([])
  })
})

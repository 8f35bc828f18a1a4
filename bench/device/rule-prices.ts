import type { MappedFunction, MappedScript } from '../../tools/explain/script-map.ts'
import type { Heap } from './heap.ts'

/** A rule that guards the node, and what in the sources is there for its sake alone. */
export interface Rule {
  /** What the node does, as a reader of the documents knows it. */
  rule: string
  /** Modules and folders (`firmware/station/twin.ts`, `firmware/station/backlog/`), functions (`judgeCo2`, or `<module>:judge`) and fields (`#deafUntil`). */
  parts: readonly string[]
}

/** What a rule costs: bytes of the bundle, which stay in flash, and variables of a settled node. */
export interface RulePrice {
  rule: string
  bytes: number
  variables: number
}

type HeapVariable = NonNullable<ReturnType<Heap['get']>>

/** Of `dist/firmware.map.json`, what is read here. A function with a number is folded, and takes no variables of its own. */
export type RuleMap = Pick<MappedScript, 'members' | 'functions'>

/** `if(123==a){` and `return}`, or `function ab(a,b){}`: what stands around a function's text. */
const FRAME = 20
const FIELD = '#'
const CODE = '"\\xFFcod"'

/** The functions that a part names: all of that name, all of a module or a folder, or one of a module. */
function functionsOf(part: string, map: RuleMap): MappedFunction[] {
  if (part.startsWith(FIELD)) return []
  const [place, name] = part.includes('/') ? part.split(':') : ['', part]
  return map.functions.filter(({ source, at }) => source && at.startsWith(place) && (name === undefined || source === name))
}

/** The short names of a member; the long one where it has kept it. */
function shortNames(member: string, map: RuleMap): string[] {
  return [member, ...Object.keys(map.members).filter(short => map.members[short] === member)]
}

/** What a name in the heap holds, if it holds something; and whether that is a function. */
function heldBy(heap: Heap, links: readonly number[]): { value: HeapVariable | undefined, isFunction: boolean } {
  const value = heap.get(links.at(0) ?? 0)
  return { value, isFunction: value?.links.some(link => heap.get(link)?.label === CODE) ?? false }
}

/** Variables of all functions, or all that is no function, with one of these names: the name, and the function, number or text that it holds. */
function variablesNamed(heap: Heap, names: readonly string[], functions: boolean): number {
  let sum = 0
  for (const { label, size, links } of heap.values()) {
    if (!label.startsWith('"') || !names.includes(label.slice(1, -1))) continue
    const { value, isFunction } = heldBy(heap, links)
    if (isFunction !== functions) continue
    sum += size
    if (isFunction) sum += functionSize(heap, links[0])
    else if (value && /^(Number|String)/.test(value.label)) sum += value.size
  }
  return sum
}

/** Variables of a function: itself, its parameters, and its text, which stays in flash. */
function functionSize(heap: Heap, reference: number): number {
  const value = heap.get(reference)
  const own = (value?.links ?? []).filter(link => heap.get(link)?.label.startsWith('"\\xFF'))
  return [value, ...own.map(link => heap.get(link)), ...own.map(link => heap.get(heap.get(link)?.links.at(0) ?? 0))].reduce((sum, each) => sum + (each?.size ?? 0), 0)
}

function priceOf({ rule, parts }: Rule, heap: Heap, map: RuleMap): RulePrice {
  let bytes = 0
  let variables = 0
  for (const part of parts) {
    if (part.startsWith(FIELD)) variables += variablesNamed(heap, shortNames(part.slice(1), map), false)
    for (const { start, end, number, name } of functionsOf(part, map)) {
      bytes += end - start + FRAME
      if (number === undefined && name) variables += variablesNamed(heap, [name], true)
    }
  }
  return { rule, bytes, variables }
}

/** What each of `rules` costs, by the heap of a settled node. */
export function rulePrices(heap: Heap, map: RuleMap, rules: readonly Rule[]): RulePrice[] {
  return rules.map(rule => priceOf(rule, heap, map))
}

/** Parts of the rules that are not in the node. `script`: `dist/firmware.js`. */
export function absentParts(map: RuleMap, script: string, rules: readonly Rule[]): string[] {
  return rules.flatMap(({ parts }) => parts.filter(part => part.startsWith(FIELD)
    ? !new RegExp(`\\.${part.slice(1)}\\b`).test(script)
    : functionsOf(part, map).length === 0))
}

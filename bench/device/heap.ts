/** What `E.dumpVariables()` printed: every variable in use, and who owns it. */

interface Variable {
  size: number
  label: string
  links: number[]
}

export type Heap = Map<number, Variable>

/** Reads the dump out of a node's output. Its first line after the heading is the global object. */
export function readHeap(output: string): Heap {
  const heap: Heap = new Map()
  const text = output.slice(output.lastIndexOf('ref,size,flags,name,links...'))
  for (const match of text.matchAll(/^>?(\d+),(\d+),\d+,(.*?),((?:\d+,)*)$/gm)) {
    const [, reference, size, label, links] = match
    heap.set(Number(reference), { size: Number(size), label, links: links.split(',').filter(Boolean).map(Number) })
  }
  return heap
}

export interface Share {
  /** Variables of its classes, functions and tables. */
  code: number
  /** Variables of its objects and of what only they hold. */
  objects: number
}

const ROOT = 1
/** The global that holds timers, watches and modules. */
const HIDDEN = '\\xFF'
/** The member of a function that holds its text. */
const CODE = '"\\xFFcod"'

/** Follows links from `references`, and counts each variable for the first who comes by. */
class Claims {
  private readonly heap: Heap
  private readonly taken = new Set<number>([ROOT])

  constructor(heap: Heap) {
    this.heap = heap
  }

  label(reference: number): string {
    return this.heap.get(reference)?.label ?? ''
  }

  links(reference: number): number[] {
    return this.heap.get(reference)?.links ?? []
  }

  /** Variables not yet counted that hang on `reference`, up to those in `borders`. */
  claim(reference: number, borders: ReadonlySet<number>): number {
    let sum = 0
    const open = [reference]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (this.taken.has(next)) continue
      this.taken.add(next)
      sum += this.heap.get(next)?.size ?? 0
      open.push(...this.links(next).filter(link => !borders.has(link)))
    }
    return sum
  }

  /** What a name refers to. */
  value(name: number): number {
    return this.links(name).at(0) ?? 0
  }

  isFunction(reference: number): boolean {
    return this.links(reference).some(link => this.label(link) === CODE)
  }

  /** What the field `name` of an object refers to. */
  field(object: number, name: string): number {
    const found = this.links(object).find(link => this.label(link) === `"${name}"`)
    return found === undefined ? 0 : this.value(found)
  }
}

/** One global name of the application, and what it stands for. */
interface Global { reference: number, value: number, module: string }

/** Objects by their modules: those with one of the classes, and those that are the only one of what was their class. */
function instancesIn(heap: Heap, claims: Claims, globals: readonly Global[]): Map<number, string> {
  const prototypes = new Map(globals.map(({ value, module }) => [claims.field(value, 'prototype'), module]))
  prototypes.delete(0)
  const instances = new Map(globals.filter(({ value }) => claims.label(value) === 'Object').map(({ value, module }) => [value, module]))
  for (const reference of heap.keys()) {
    const module = prototypes.get(claims.field(reference, '__proto__'))
    if (module) instances.set(reference, module)
  }
  return instances
}

/**
 * Shares by module. `modules` says where each global name comes from. An object belongs to the module of its class,
 * a plain one to the module whose object holds it. What belongs to no module (the interpreter, listeners, timers) is left out.
 */
export function shares(heap: Heap, modules: ReadonlyMap<string, string>): Map<string, Share> {
  const claims = new Claims(heap)
  const shared = new Map<string, Share>()
  const share = (module: string): Share => {
    const found = shared.get(module) ?? { code: 0, objects: 0 }
    shared.set(module, found)
    return found
  }
  const names = claims.links(ROOT).map(reference => ({ reference, name: claims.label(reference).slice(1, -1) }))
  const globals = names.flatMap(({ reference, name }) => {
    const module = modules.get(name)
    return module ? [{ reference, value: claims.value(reference), module }] : []
  })
  const instances = instancesIn(heap, claims, globals)
  const borders = new Set(instances.keys())
  for (const { reference, value, module } of globals) {
    const functions = borders.has(value) ? claims.links(value).filter(link => claims.isFunction(claims.value(link))) : []
    for (const each of [reference, ...functions]) share(module).code += claims.claim(each, borders)
  }
  // What stands in for the hardware, and the interpreter's own list of modules, hold on to listeners; nobody's here.
  for (const { reference, name } of names) {
    if (/^[$A-Z]/.test(name)) claims.claim(reference, borders)
    if (name === HIDDEN) claims.links(claims.value(reference)).filter(link => claims.label(link) !== '"timers"').forEach(link => claims.claim(link, borders))
  }
  for (const [reference, module] of instances) share(module).objects += claims.claim(reference, borders)
  return shared
}

const PAUSE = 20

/** Resolves as soon as `condition` holds; throws after `patience` ms, saying what was waited for. */
export async function eventually(condition: () => boolean | Promise<boolean>, what: string, patience = 10000): Promise<void> {
  const end = performance.now() + patience
  while (!await condition()) {
    if (performance.now() > end) throw new Error(`waited ${patience} ms in vain until: ${what}`)
    await new Promise(resolve => setTimeout(resolve, PAUSE))
  }
}

const PAUSE = 20

/**
 * Resolves as soon as `condition` holds; throws after `patience` ms, saying what was waited for. They are counted in looks, so that
 * a machine that is too busy to look has more time.
 */
export async function eventually(condition: () => boolean | Promise<boolean>, what: string, patience = 10000): Promise<void> {
  for (let looks = patience / PAUSE; !await condition(); looks--) {
    if (looks < 0) throw new Error(`waited ${patience} ms, and this did not happen: ${what}`)
    await new Promise(resolve => setTimeout(resolve, PAUSE))
  }
}

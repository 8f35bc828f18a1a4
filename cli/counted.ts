/** A number with what it counts, which stands in the plural unless there is one: `1 node`, `2 nodes`, `1 entity`, `0 entities`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

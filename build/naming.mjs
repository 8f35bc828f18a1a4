/**
 * What the build gave other names to in one script, from one stage to the next: folded functions by their marks, and
 * members by their new names.
 */
export class Naming {
  /**
   * Folded functions by their marks: what they are called in the sources, and where.
   * @type {Map<string, { name: string, at: string }>}
   */
  marks = new Map()
  /**
   * Members by their new names. One new name stands for one old name.
   * @type {Map<string, string>}
   */
  members = new Map()
  /** The new names of public members: they hold wherever the old name stands. @type {Set<string>} */
  shared = new Set()
  /** @type {import('./fold-seldom.mjs').Folded[]} */
  folded = []

  /**
   * @param {Iterable<[declaration: import('typescript').Node, mark: string]>} marked
   * @param {(node: import('typescript').Node) => { name: string, at: string }} describe
   */
  noteMarks(marked, describe) {
    for (const [declaration, mark] of marked) this.marks.set(mark, describe(declaration))
  }

  /** @param {Map<string, string>} renamed new names by the old */
  noteMembers(renamed) {
    for (const [name, short] of renamed) this.members.set(short, name)
  }

  /** @param {Map<string, string>} renamed likewise, of public members */
  notePublic(renamed) {
    this.noteMembers(renamed)
    for (const short of renamed.values()) this.shared.add(short)
  }

  /** @param {import('./fold-seldom.mjs').Folded[]} folded */
  noteFolded(folded) {
    this.folded = folded
  }
}

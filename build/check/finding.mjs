/**
 * One thing in a script that Espruino 2v29 does not run, or runs wrongly. `text` says what was found.
 * @typedef {{ rule: string, line: number, column: number, text: string }} Finding
 */

/**
 * Takes note of a finding at a node.
 * @typedef {(rule: string, node: import('acorn').Node, text: string) => void} Report
 */

export {}

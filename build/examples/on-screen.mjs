/** Ends the second screen of a terminal, in which a table lives; and any other sequence that steers a terminal. */
const LAST_SCREEN = /^[^]*\x1b\[\?1049l/
const SEQUENCE = /\x1b\[[0-9;?]*[a-zA-Z]/g

/**
 * A command as it runs in a terminal of its own, so many columns wide. `npx` is to be exported.
 * @param {string} command
 * @param {string} columns
 */
export function inTerminal(command, columns) {
  const inside = `stty cols ${Number(columns)} rows 40; ${command}`
  return `env -u CI SHELL="$BASH" TERM=xterm script -qec '${inside.replaceAll('\'', '\'\\\'\'')}' /dev/null`
}

/**
 * What stays on a terminal when a command with a live table has ended.
 * @param {string} output
 */
export function leftOnScreen(output) {
  return output.replace(LAST_SCREEN, '').replace(SEQUENCE, '').replaceAll('\r', '')
}

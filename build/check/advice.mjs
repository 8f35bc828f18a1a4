/**
 * What to write instead of what a rule refuses. A `syntax` finding has its advice by its text, the others by their rule.
 * @type {Record<string, string>}
 */
export const ADVICE = {
  'default value': 'write a ?? 1 where it is used',
  'rest element': 'give each parameter a name',
  'spread': 'pass the values one by one, or use concat and Object.assign',
  'destructuring': 'write one assignment for each name',
  'optional chaining': 'write a ? a.b : undefined',
  'operator **': 'write Math.pow(a, b)',
  'async function': 'pass a callback',
  'await': 'pass a callback',
  'generator': 'return an array, or keep the position in a field',
  'label': 'put the inner loop into a function and return from it',
  'computed key': 'make the object first, then assign o[key]',
  'tagged template': 'call the function with the text',
  '#private name': 'write private; the build shortens the name',
  'class field': 'assign it in the constructor',
  'static block': 'write the statements below the class',
  'new.target or import.meta': 'pass what you need as an argument',
  'BigInt': 'use a number, or two',
  'import': 'let Rollup bundle the module, or write require() for one of the interpreter',
  'import()': 'write require()',
  'export': 'assign it to a field of global',
  'inheritance': 'give the class a field that holds the other object',
  'super': 'give the class a field that holds the other object',
  'class inside a function': 'move the class to the top level, or to the body of a top-level function',
  'class made again at every evaluation': 'move the class to the top level',
  'leading-text': 'turn the comparison around, so that it begins with the value',
  'for-in-instance': 'list the names, or keep them in an object of their own',
  'for-function': 'put the function in parentheses',
  'for-capture': 'copy the variable inside of the loop: const own = i',
  'var': 'write let or const',
  'use-before-definition': 'move the definition above its first use',
  'default-last': 'move default to the end of the switch',
  'regex': 'split the expression, or compare the characters in a loop',
  'arrow-arguments': 'name the parameters, or write function',
  'non-ascii': 'write \\xB0 for the byte',
  'length-assignment': 'write a.splice(0, a.length)',
  'prototype': 'call it on a value: [].slice.call(a)',
  'temporary-field': 'keep the object in a variable first',
  'ignored-argument': 'leave the argument out and do its work by hand',
  'error-kind': 'look at message',
  'negative-zero': 'write 0',
  'integer-as-float': 'write the number without an exponent',
  'return-newline': 'end the line with a semicolon',
  'global': 'declare it, or add it to build/check/known-names.mjs when the interpreter was seen to have it',
  'hides-global': 'give it another name',
  'missing-member': 'write it in terms of what the interpreter has; docs/architecture.md lists the subset',
  'unknown-member': 'declare it in a class of the script, add it to build/check/known-names.mjs when the interpreter was seen to have it, or to build/check/outside-names.mjs when it comes with data',
  'stale-list': 'take it out of build/check/outside-names.mjs'
}

/**
 * @param {{ rule: string, text: string }} finding
 * @returns {string}
 */
export function adviceFor({ rule, text }) {
  return ADVICE[text] ?? ADVICE[rule] ?? 'write it in the subset that lint allows for the device; docs/architecture.md describes it'
}

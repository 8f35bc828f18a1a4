/**
 * The JavaScript that Espruino 2v29 runs, as restrictions for ESLint: what is missing there, what is silently broken,
 * and what costs the node too much memory. Lint finds it while typing; the check of the emitted bundles finds what
 * the minifier adds.
 */
/** @type {(selector: string, message: string) => { selector: string, message: string }} */
const refuse = (selector, message) => ({ selector, message })

const MISSING = 'flat|flatMap|at|findLast|findLastIndex|lastIndexOf|codePointAt|fromCodePoint|trimStart|trimEnd|localeCompare|matchAll|toPrecision|once|getUTC[A-Z]\\w*'

export const DEVICE_SYNTAX = [
  refuse('AssignmentPattern', 'No default values on the device: write `a ?? 1`.'),
  refuse('RestElement', 'No rest elements on the device.'),
  refuse('SpreadElement', 'No spread on the device.'),
  refuse('ObjectPattern, ArrayPattern', 'No destructuring on the device.'),
  refuse('ChainExpression', 'No optional chaining on the device.'),
  refuse('BinaryExpression[operator="**"], AssignmentExpression[operator=/^(\\*\\*|\\?\\?|\\|\\||&&)=$/]', 'This operator does not exist on the device.'),
  refuse(':function[async=true], AwaitExpression', 'No async on the device: pass a callback.'),
  refuse(':function[generator=true], YieldExpression', 'No generators on the device.'),
  refuse('LabeledStatement', 'No labels on the device.'),
  refuse('Property[computed=true], MethodDefinition[computed=true]', 'No computed keys on the device.'),
  refuse('TaggedTemplateExpression', 'No tagged templates on the device.'),
  refuse('PrivateIdentifier', 'No #private names on the device: `private` is erased and shortened.'),
  refuse('MetaProperty', 'No new.target on the device.'),
  refuse('Literal[bigint]', 'No BigInt on the device.'),
  refuse('ClassDeclaration[superClass], Super', 'No inheritance on the device.'),
  refuse('ClassExpression, :function ClassDeclaration:not(FunctionDeclaration > BlockStatement > ClassDeclaration)', 'Classes stand at the top level, or in the body of a function that makes one object of them.'),
  refuse('PropertyDefinition[value]', 'No field initialisers on the device: assign in the constructor.'),
  refuse('MethodDefinition[kind=/^(get|set)$/]', 'No accessors on the device: a field costs less.'),
  refuse('TSEnumDeclaration', 'An enum is an object at run time: export const numbers.'),
  refuse('VariableDeclaration[kind="var"]', 'var is not hoisted on the device.'),
  refuse('ForInStatement[right.type=/^(This|New)Expression$/]', 'for...in lists class methods on the device: use Object.keys.'),
  refuse('SwitchCase[test=null]:not(:last-child)', 'default comes last.'),
  refuse('AssignmentExpression[left.property.name="length"]:not([left.object.type="ThisExpression"])', 'The length of an array cannot be set on the device.'),
  refuse('MemberExpression[property.name="prototype"]', 'Built-in prototypes have no own functions on the device.'),
  refuse('ThrowStatement', 'A thrown Error costs 46 variables: return a Status.'),
  refuse('UnaryExpression[operator="-"] > Literal[value=0]', '-0 does not exist on the device.'),
  refuse('BinaryExpression[operator="instanceof"]', 'instanceof is not to be trusted on the device.'),
  refuse('CallExpression[callee.property.name="bind"]', 'A bound function costs memory: pass the context to the timer.'),
  refuse(`MemberExpression[property.name=/^(${MISSING})$/]`, 'This member does not exist on the device.'),
  refuse('CallExpression[callee.property.name=/^(sort|find)$/]', 'sort is not stable and find can crash on the device: write the loop.'),
  refuse('Literal[regex.pattern=/\\{|\\(\\?|[+*?]\\?|\\\\[1-9]/]', 'The device knows no counted, lazy, looking or referring expressions.'),
  refuse('Literal[raw=/[^\\x00-\\x7E]/], TemplateElement[value.raw=/[^\\x00-\\x7E]/]', 'Only ASCII on the device: write \\xNN.'),
  refuse(
    ':not(CallExpression) > MemberExpression[object.type="CallExpression"][property.name!="length"], MemberExpression.arguments[object.type="CallExpression"][property.name!="length"]',
    'Reading an undefined field of a temporary throws on the device: put the object in a variable.'
  )
]

/** Adapters hold the only `try`. */
export const DEVICE_NO_TRY = refuse('TryStatement', 'try belongs to the adapters in firmware/espruino.')

/** Ambient declarations are how a file names a global of Espruino. */
export const DEVICE_NO_AMBIENT = refuse('VariableDeclaration[declare=true], TSDeclareFunction[declare=true]', 'Only adapters and entry scripts name the globals of Espruino.')

/** @type {(name: string, message: string) => { name: string, message: string }} */
const global = (name, message) => ({ name, message })

export const DEVICE_GLOBALS = [
  ...['Map', 'Set', 'WeakMap', 'WeakSet', 'Symbol', 'Proxy', 'Reflect', 'Intl', 'Buffer', 'TextEncoder', 'TextDecoder', 'RangeError', 'structuredClone', 'queueMicrotask', 'setImmediate', 'BigInt']
    .map(name => global(name, 'It does not exist on the device.')),
  global('Promise', 'A promise costs 49 variables: pass a callback.'),
  global('Error', 'An Error costs 46 variables: return a Status.'),
  ...['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'].map(name => global(name, 'Time comes from the injected clock.')),
  ...['process', 'require', 'console', 'performance', 'globalThis'].map(name => global(name, 'Only adapters name what is outside.'))
]

/** @type {(object: string, name: string) => { object: string, property: string, message: string }} */
const property = (object, name) => ({ object, property: name, message: 'It does not exist on the device.' })

export const DEVICE_PROPERTIES = [
  ...['isFinite', 'isNaN', 'isInteger', 'isSafeInteger', 'parseFloat', 'parseInt', 'EPSILON', 'MAX_SAFE_INTEGER'].map(name => property('Number', name)),
  ...['trunc', 'sign', 'log10', 'log2', 'imul', 'fround'].map(name => property('Math', name)),
  ...['from', 'of'].flatMap(name => [property('Array', name), property('Uint8Array', name)]),
  ...['freeze', 'is'].map(name => property('Object', name)),
  { object: 'Math', property: 'random', message: 'Randomness is injected.' }
]

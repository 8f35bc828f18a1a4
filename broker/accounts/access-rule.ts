/** What a client wants to do with a topic. */
export type Access = 'read' | 'write'

/** What a rule is about: `deny` goes before all that is allowed. */
export type RuleKind = Access | 'readwrite' | 'deny'

/** One line of an access control list. */
export interface AccessRule {
  kind: RuleKind
  /** A topic filter, with `+` and `#`. */
  filter: string
}

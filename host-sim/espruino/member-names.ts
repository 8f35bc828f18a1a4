/** What members of the source are called in a bundle; what the build has not renamed keeps its name. */
export class MemberNames {
  private readonly short = new Map<string, string[]>()

  /** `members`: long names by the short ones, as the build writes them beside the bundle. */
  constructor(members: Readonly<Record<string, string>>) {
    for (const [short, long] of Object.entries(members)) this.short.set(long, [...this.short.get(long) ?? [], short])
  }

  /** One name may be private here and public there: which it is, the object says. */
  in(object: object, member: string): string {
    const found = this.candidates(member).find(name => name in object)
    if (found === undefined) throw new Error(`The bundle has no member ${member} any more; build it anew, or see hooked-port.ts.`)
    return found
  }

  /** All that it may be called: the names that the build has given it, then its own. */
  candidates(member: string): string[] {
    return [...this.short.get(member) ?? [], member]
  }
}

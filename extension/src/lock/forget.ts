// What a context forgets when the history is locked, erased or begun anew, beside the vault itself. Modules that hold anything say so here.

const forgetting = new Set<() => void>()

export const onForget = (forget: () => void): void => void forgetting.add(forget)

export function forgetAll(): void {
  for (const forget of forgetting) forget()
}

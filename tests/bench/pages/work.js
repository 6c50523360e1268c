// The same work for each library in turn, so that a busy moment of the machine hits both. Milliseconds, the best of `rounds`.
globalThis.compare = ({ count, size, verifications, rounds }) => {
  const { libraries } = globalThis
  const random = (length) => crypto.getRandomValues(new Uint8Array(length))
  const [key, seed, data] = [random(32), random(32), random(84)]
  const envelopes = Array.from({ length: count }, () => {
    const nonce = random(24)
    return { nonce, sealed: libraries.libsodium.seal(key, nonce, data, random(size)) }
  })
  // An envelope is digested with its label, header and nonce before it; an entry of the chain is one frame of 128 bytes.
  const whole = envelopes.map(() => random(28 + 56 + 24 + size + 16))
  const signature = libraries.libsodium.sign(seed, data)
  const tasks = {
    open: ({ open }) => envelopes.forEach(({ nonce, sealed }) => open(key, nonce, data, sealed)),
    digest: ({ hash }) => whole.forEach((message) => hash(message)),
    chain: ({ hash }) => {
      const link = new Uint8Array(128)
      for (let at = 0; at < count; at++) link.set(hash(link), 32)
    },
    verify: ({ verify }) => {
      for (let at = 0; at < verifications; at++)
        if (!verify(signature.publicKey, data, signature.signature)) throw new Error('a good signature was refused')
    },
  }
  const best = {}
  for (let round = 0; round < rounds; round++)
    for (const [task, run] of Object.entries(tasks))
      for (const [name, library] of Object.entries(libraries)) {
        const began = performance.now()
        run(library)
        const took = performance.now() - began
        best[task] ??= {}
        best[task][name] = Math.min(best[task][name] ?? Infinity, took)
      }
  return best
}

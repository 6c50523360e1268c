// Secret in a URL reaches a server: through pairing, kit and restore, a proxy before the relay reads none.
import { toBase64url, toHex } from '@counterfoil/crypto/encoding'
import { Kit } from '@counterfoil/crypto/kit'
import { parseCode } from '@counterfoil/crypto/pairing'
import { Role } from '@counterfoil/crypto/statement'
import { expect, it } from 'vitest'
import { add } from '../../extension/src/sync/acts.ts'
import { Guest, Host } from '../../extension/src/sync/pairing.ts'
import { Relay } from '../../extension/src/sync/relay.ts'
import { restoreFromKit } from '../../extension/src/trust/kit.ts'
import { Vault } from '../../extension/src/vault/vault.ts'
import { Profile } from '../extension/device.ts'
import { tapped } from './wiretap.ts'

const tap = tapped()

it('no log has a secret after pairing and a restore from a kit', { timeout: 60_000 }, async () => {
  const laptop = await new Profile().create(tap().url)
  await laptop.vault.edit((editor) => editor.say('Order', '07'.repeat(16), 'note', 'from before'))
  await laptop.sync()
  const { relay, session, sync } = laptop.connection()
  const host = await Host.open(laptop.vault, relay, session, sync)
  const guest = await Guest.claim(host.code, "Ottokar's phone")
  await host.claimed()
  const profile = new Profile()
  const [{ identity, ahead }] = await Promise.all([guest.admitted(profile.tokens), host.confirm(guest.digits)])
  const phone = profile.device(await Vault.join(profile.environment, identity, ahead, "Ottokar's phone"))
  await phone.sync()

  const kit = Kit.new(laptop.vault.account)
  await sync.act(() => (laptop.vault.log.roster.members.has(kit.device.name) ? null : add(laptop.vault, kit.device.keys, Role.kit)))
  const paper = new Profile()
  const back = await restoreFromKit(new Relay(tap().url), kit, 'From paper')
  const again = paper.device(await Vault.join(paper.environment, back.identity, back.ahead, 'From paper'))
  await again.sync()
  expect(again.vault.get('07'.repeat(16))).not.toBeNull()

  const { log } = tap()
  expect(log).toContain('PUT /v1/pairings/')
  expect(log).toContain('POST /v1/accounts/find ')
  const { secret } = parseCode(host.code)
  const bytes = { secret, kit: kit.device.seed, laptop: laptop.vault.device.seed, phone: phone.vault.device.seed, epoch: laptop.vault.epoch.key }
  // Of base64 as much as does not depend on what follows.
  const spellings = Object.values(bytes).flatMap((each) => [toHex(each), toBase64url(each).slice(0, 20), Buffer.from(each).toString('base64').slice(0, 20)])
  const words = [host.code.slice(host.code.indexOf('#') + 1), guest.digits, 'Ottokar', kit.words.slice(0, 2).join(' '), kit.words.slice(0, 2).join('%20')]
  for (const each of [...spellings, ...words]) expect(log).not.toContain(each)
})

/** What each way out of a trouble is called, and what is asked before it is taken. */
import type { Trouble, Way } from '../app.ts'

export interface WayWords {
  label: string
  /** Asked first; null for what does no harm. */
  ask: string | null
  yes: string
  danger: boolean
  /** A relay's address goes with it. */
  address: 'no' | 'needed' | 'optional'
  /** It makes new keys; where there is a lock, that is put on them by its passphrase. */
  newKeys: boolean
}

const plain = (label: string): WayWords => ({ label, ask: null, yes: label, danger: false, address: 'no', newKeys: false })
const asked = (label: string, ask: string, yes: string, danger = false): WayWords => ({ label: `${label}…`, ask, yes, danger, address: 'no', newKeys: false })
const withNewKeys = (words: WayWords): WayWords => ({ ...words, newKeys: true })

const WAYS: Record<Way, WayWords> = {
  'see-list': plain('See the list'),
  compare: plain('Compare with another device'),
  import: plain('Read a copy back'),
  'change-address': {
    ...asked('Change the address', 'Where is your relay? Counterfoil looks for your history there and goes on with it. Nothing here changes.', 'Use this address'),
    address: 'needed',
  },
  'put-back': asked(
    'Put it back here',
    'Your whole history is written to this relay again, from what this browser has. Do this if the relay was set up anew or lost its data. If the address is wrong, change the address instead.',
    'Put it back',
  ),
  'start-again': {
    ...asked(
      'Start again from this device',
      'A new history begins with all that this browser can read, under new keys. The old one stays where it is, and your other devices stay with it until you pair each of them again. A recovery kit of the old history does not open the new one.',
      'Start again',
      true,
    ),
    address: 'optional',
    newKeys: true,
  },
  'save-evidence': plain('Save the evidence'),
  dismiss: plain('I have read this'),
  'confirm-restore': asked(
    'Go on after the restore',
    'Twice within 30 days is unusual. Ask whoever runs the relay. If they did restore a backup again, go on: what it lost is sent again from here. If they did not, leave it as it is.',
    'They did; go on',
  ),
  'own-device': withNewKeys(asked(
    'Make this a device of its own',
    'This browser gets new keys and goes on beside the other one, as a device that you can tell apart. All orders stay.',
    'Make it a device of its own',
  )),
  'remove-copy': withNewKeys(asked(
    'Remove the other copy',
    'The other copy of this profile gets nothing new from now on. What only it has, and has not sent yet, does not reach your other devices. Only do this if you no longer use it, or if it is not yours.',
    'Remove it',
    true,
  )),
  keep: withNewKeys(asked('Keep what is here', 'Your orders stay in this browser as they are now, for this browser alone. It no longer syncs.', 'Keep them')),
  erase: asked('Erase what is here', 'All orders and keys are erased from this browser, and changes that were not sent yet with them. This cannot be undone.', 'Erase', true),
  'pair-again': asked('Pair this browser again', 'You need a code from one of your other devices. What is here is joined with what they have.', 'Pair again'),
  'make-kit': plain('Make a recovery kit'),
  export: plain('Save a copy of everything'),
  'free-space': asked('Free space', 'Orders in the bin are deleted for good, here and on the relay. All others stay.', 'Empty the bin', true),
}

/** What waits goes on waiting, and is told of again the next day. */
const GO_ON = plain('Go on without it for today')

/** Clears a verdict, so sync runs into the same thing again, or does not. */
const SYNC_AGAIN = asked('Start syncing again', 'Only do this if you know what happened. Your orders here stay as they are.', 'Start syncing again', true)

export function wayWords(way: Way, { stopped, code }: Pick<Trouble, 'stopped'> & Partial<Pick<Trouble, 'code'>>): WayWords {
  if (way !== 'dismiss') return WAYS[way]
  return stopped ? SYNC_AGAIN : code === 'full' ? GO_ON : WAYS.dismiss
}

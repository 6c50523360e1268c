/** Until when "no kit" was put off, in `storage.local`: in a module of its own, because whoever erases draws no screen. */
export const KIT_LATER = 'kit-later'

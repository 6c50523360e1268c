"""`counterfoil status`: account, relay, devices, and each state with the ways out of it."""

import argparse
import json
from pathlib import Path
from typing import Any, Final

from counterfoil_crypto.encoding import to_base64url

from .console import agreed, say
from .device import LocalDevice
from .errors import ClientError, LockedError
from .lost_records import lost_records
from .membership import called, over_words
from .saving import write_new
from .states import State, oversized_words, states
from .text import counted, plain, to_json

MOST_LOST: Final = 20
CLEARABLE: Final = (State.LOST, State.RESTORED, State.CLOCK)
"""What `--clear` puts away beside a verdict."""
LOCKED = {"state": "locked", "words": "This device is locked.", "ways": ["run a command and type the passphrase"]}


def run(device: LocalDevice, arguments: argparse.Namespace) -> None:
    try:
        _ = device.vault
    except LockedError as error:
        if not arguments.json:
            raise
        say(to_json({"state": LOCKED["state"], "states": [LOCKED], "problem": str(error)}))
        return
    if arguments.evidence:
        _save_evidence(device, arguments.evidence)
        return
    if arguments.at is not None:
        say(place(device, arguments.at))
        return
    if arguments.clear:
        _clear(device, quiet=arguments.json)
    status = _values(device)
    if arguments.json:
        say(to_json(status))
        return
    for line in _lines(device, status):
        say(line)


def place(device: LocalDevice, sequence: int) -> str:
    """An entry and the start of the hash up to it: devices that show the same for one entry were shown the same history."""
    found = device.vault.log.hash_at(sequence)
    if found is None:
        first, last = device.vault.log.first, device.vault.log.sequence
        raise ClientError(f"this device has read the entries from {first} to {last}; choose one of them")
    digits = found.hex()[:20]
    return f"entry {sequence}  {' '.join(digits[at : at + 4] for at in range(0, 20, 4))}"


def _clear(device: LocalDevice, *, quiet: bool) -> None:
    found = device.verdict
    if found and not agreed(f"{found.words}\nClear this, and with it the evidence?"):
        raise ClientError("the verdict stays")
    told = [one.words for one in states(device) if one.state in CLEARABLE]
    device.clear_verdict()
    still = {one.words for one in states(device)}
    for words in told:
        if words not in still and not quiet:
            say(f"Put away: {plain(words, 2_000)}")


def _save_evidence(device: LocalDevice, path: Path) -> None:
    found = device.verdict
    if found is None:
        raise ClientError("there is no verdict, and so no evidence")
    vault = device.vault
    said = {"account": to_base64url(vault.membership.account), "device": vault.me.hex(), "relay": vault.relay, **found.evidence()}
    write_new(path, [json.dumps(said, ensure_ascii=True, indent=2).encode(), b"\n"])
    say(f"Saved {path}. It holds both heads and the entry, sealed as it came; no word of yours.")


def _values(device: LocalDevice) -> dict[str, Any]:
    vault, verdict = device.vault, device.verdict
    head, shown = vault.log.head, states(device)
    return {
        "state": shown[0].state.value,
        "states": [one.values() for one in shown],
        "account": to_base64url(vault.membership.account),
        "device": vault.me.hex(),
        "name": device.device_name(vault.me),
        "locked": device.is_locked,
        "relay": vault.relay,
        "head": {"generation": head.generation.hex(), "sequence": head.sequence, "hash": head.hash.hex()},
        "epoch": vault.epoch.number,
        "devices": {member.hex(): device.device_name(member) for member in vault.log.roster.devices},
        "kits": [kit.hex() for kit in vault.log.roster.kits],
        "records": len(vault.documents),
        "waiting": device.waiting,
        "oversized": [record.hex() for record in device.oversized],
        "lost": [one.values() for one in lost_records(device)],
        "setAside": [
            {"record": one.record.hex(), "sequence": one.sequence, "code": one.code, "writer": _writer(device, one.writer)}
            for one in device.set_aside
        ],
        "verdict": verdict.evidence() if verdict else None,
    }


def _lines(device: LocalDevice, status: dict[str, Any]) -> list[str]:
    vault = device.vault
    lines = [f"account  {status['account']}", f"relay    {plain(vault.relay or 'none yet')}"]
    lines.append(f"place    {place(device, vault.log.sequence)}")
    for member in list(vault.log.roster.devices) or [vault.me]:
        mark = " (this one)" if member == vault.me else ""
        lines.append(f"device   {called(vault, member)}{mark}  {member.hex()}")
    lines += [f"kit      {kit}" for kit in status["kits"]]
    lines.append(f"records  {status['records']}")
    for one in states(device):
        if one.state is State.OK:
            continue
        lines += [f"{one.state.value}: {plain(one.words, 2_000)}", *(f"    {way}" for way in one.ways)]
        if one.state is State.RESTORED:
            lines += _lost_lines(device)
    for one in status["setAside"]:
        writer = plain(one["writer"] or "nobody known", 64)
        lines.append(f"aside    entry {one['sequence']} is set aside ({one['code']}), written by {writer}")
    return lines


def _lost_lines(device: LocalDevice) -> list[str]:
    found = lost_records(device)
    lines = [f"    {'put back' if one.back else 'missing '}  {one.type} {one.name}" for one in found[:MOST_LOST]]
    return lines + ([f"    and {len(found) - MOST_LOST} more"] if len(found) > MOST_LOST else [])


def _writer(device: LocalDevice, writer: bytes | None) -> str | None:
    return (device.device_name(writer) or writer.hex()) if writer else None


def say_what_waits(device: LocalDevice) -> None:
    over = over_words(device.vault)
    if over and device.waiting:
        changes = counted(device.waiting, "change is", "changes are")
        say(f"{over[:1].upper()}{over[1:]}: {changes} kept here only, for 'counterfoil keep' or 'counterfoil pair CODE'.")
    elif device.waiting:
        say(f"{counted(device.waiting, 'change waits', 'changes wait')}.")
        too_large = device.oversized
        if too_large:
            say(plain(oversized_words(device, too_large), 2_000))
    newer = sum(one.read_only for one in device.records())
    if newer:
        say(f"{counted(newer, 'record needs', 'records need')} a newer counterfoil.")

"""What colours mean: output intents, their profiles, and the colours that rest upon them.

ISO 32000-1, 14.11.5; ISO 19005-2, 6.2.3 and 6.2.4; ISO 15930-7; ICC.1, 7.2. Computes no colours.
"""

from __future__ import annotations

from typing import Any

from rejoinder.verify.checks import Findings
from rejoinder.verify.claims import Claims
from rejoinder.verify.content import Ink
from rejoinder.verify.model import Place
from rejoinder.verify.opened import (
    Opened,
    TooMuch,
    Unreadable,
    entry,
    has,
    is_stream,
    items,
    name,
    number_of,
    text,
    unpacked,
    whole,
)

CHANNELS = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}
DEVICES = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}
LARGEST = 16_000_000
HEADER = 128


def check_colours(opened: Opened, ink: Ink, claims: Claims, findings: Findings) -> None:
    """Output intents, and whether the device's colours are theirs."""
    intents = [one for one in items(entry(opened.root, "/OutputIntents"), opened.budget) if has(one, "/S")]
    channels: dict[str, int] = {}
    profiles = {number_of(entry(one, "/DestOutputProfile")) for one in intents if has(one, "/DestOutputProfile")}
    if len(profiles) > 1 and claims.archive:
        findings.say("intent", "the output intents have different profiles")
    for intent in intents:
        kind = name(entry(intent, "/S"))
        channels[kind] = _check_intent(opened, intent, kind, findings)
    if claims.press and "GTS_PDFX" not in channels:
        findings.say("intent", "there is no output intent for the press (GTS_PDFX)")
    _check_spaces(ink, claims, channels, findings)


def _check_intent(opened: Opened, intent: Any, kind: str, findings: Findings) -> int:
    """One intent; says how many colours its profile has, 0 if there is none."""
    place = Place(0, number_of(intent)[0])
    profile = entry(intent, "/DestOutputProfile")
    if not text(entry(intent, "/OutputConditionIdentifier")):
        findings.say("intent", "an output intent does not name its condition (OutputConditionIdentifier)", place)
    if not is_stream(profile):
        if kind == "GTS_PDFA1" or not text(entry(intent, "/RegistryName")):
            findings.say("intent", f"the output intent {kind} has no profile", place)
        return 0
    place = Place(0, number_of(profile)[0])
    try:
        data = unpacked(profile, opened.budget, LARGEST)
    except (Unreadable, TooMuch) as broken:
        findings.say("intent-profile", f"the profile of {kind} {broken}", place)
        return 0
    fault = profile_fault(data)
    channels = CHANNELS.get(data[16:20], 0)
    if fault:
        findings.say("intent-profile", f"the profile of {kind} {fault}", place)
    elif whole(entry(profile, "/N")) != channels:
        findings.say(
            "intent-profile",
            f"the profile of {kind} is of {channels} colours, and /N says {entry(profile, '/N')}",
            place,
        )
    if kind == "GTS_PDFX" and data[12:16] != b"prtr":
        shown = data[12:16].decode("latin-1")
        findings.say(
            "intent-profile", f"the profile of GTS_PDFX is of class {shown}, not of an output device (prtr)", place
        )
    elif kind == "GTS_PDFA1" and data[12:16] not in (b"prtr", b"mntr"):
        findings.say("intent-profile", "the profile of GTS_PDFA1 is of neither a screen nor an output device", place)
    return channels


def profile_fault(data: bytes) -> str:
    """Why a profile cannot be used; "" if it can (ICC.1, 7.2 and 7.3)."""
    size = int.from_bytes(data[:4], "big")
    if len(data) < HEADER + 4 or data[36:40] != b"acsp":
        return "is no ICC profile"
    if not HEADER < size <= len(data):
        return f"says that it has {size:,} bytes, and has {len(data):,}"
    if data[16:20] not in CHANNELS:
        return f"is for the colours {data[16:20].decode('latin-1')}"
    count = int.from_bytes(data[HEADER : HEADER + 4], "big")
    first = HEADER + 4 + 12 * count
    if not 0 < count < 1000 or first > size:
        return "has a damaged table of tags"
    for at in range(HEADER + 4, first, 12):
        start, length = (int.from_bytes(data[at + part : at + part + 4], "big") for part in (4, 8))
        if start < first or start + length > size:
            return "has a damaged table of tags"
    return ""


def _check_spaces(ink: Ink, claims: Claims, channels: dict[str, int], findings: Findings) -> None:
    """Colours of a device need an intent of that device, or a default space (ISO 19005-2, 6.2.4.3)."""
    meant = DEVICES.get(channels.get("GTS_PDFA1" if claims.archive else "GTS_PDFX", 0), "")
    registered = "GTS_PDFX" in channels and not channels["GTS_PDFX"]
    for stream in ink.streams.values():
        place = Place(stream.page, stream.owner[0])
        for space in sorted(stream.colours):
            if claims.press and space == "DeviceRGB":
                findings.say("device-colour", "something is drawn in DeviceRGB, in a file for the press", place)
            elif claims.archive and space != meant and not (space == "DeviceGray" and meant):
                findings.say(
                    "device-colour", f"something is drawn in {space}, and no output intent says what that is", place
                )
            elif (
                claims.press
                and not registered
                and space == "DeviceCMYK"
                and meant != "DeviceCMYK"
                and not claims.archive
            ):
                findings.say(
                    "device-colour", f"something is drawn in {space}, and the output intent is for {meant}", place
                )
        if stream.translucent and claims.archive == "1":
            findings.say("transparency", "something shines through", place)

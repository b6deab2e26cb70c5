"""What the ArchiMate importer says about its input: every message and its remedy, in three languages."""

from __future__ import annotations

from graphsvc_importers.archimate.messages.content import CONTENT
from graphsvc_importers.archimate.messages.definitions import Message
from graphsvc_importers.archimate.messages.file import FILE
from graphsvc_importers.archimate.messages.profiles import PROFILES

__all__ = ["MESSAGES", "Message"]

MESSAGES: dict[str, Message] = {**FILE, **CONTENT, **PROFILES}

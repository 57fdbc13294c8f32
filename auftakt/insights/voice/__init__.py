"""Voice of the customer: what reviews, inquiries and chats say, sentence by sentence, in Japanese and English.

Reads `events` and the word lists in `words/`. Writes `voice` (how each sentence feels, which words made it so, and what
it is about; the text stays with its event) and the predicted trait `feeling`. Next: the voice's page, and audiences
that ask for the feeling.
"""

from auftakt.insights.voice.feeling import Feeling, Opinion, Said, read_feeling
from auftakt.insights.voice.step import FEELING, VoiceStep
from auftakt.insights.voice.topics import TOPICS, Topic
from auftakt.insights.voice.view import (
    SentencePage,
    VoiceFilter,
    VoiceOverview,
    VoiceTotals,
    voice_overview,
    voice_said,
)

__all__ = [
    "FEELING",
    "TOPICS",
    "Feeling",
    "Opinion",
    "Said",
    "SentencePage",
    "Topic",
    "VoiceFilter",
    "VoiceOverview",
    "VoiceStep",
    "VoiceTotals",
    "read_feeling",
    "voice_overview",
    "voice_said",
]

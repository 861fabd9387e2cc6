"""What a job has to tell at once is told once, beside its progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import Job
from timbrel_cli.meter import lines
from timbrel_cli.news import News
from timbrel_cli.voice import Voice

if TYPE_CHECKING:
    import pytest


def test_sentences_and_previews_are_told_once_each() -> None:
    job, news = Job("train"), News()
    assert list(news.of(job)) == []
    job.advance(0.1, said=["Memory ran short."], previews=["a.wav"])
    assert list(news.of(job)) == ["Memory ran short.", "Preview: a.wav"]
    assert list(news.of(job)) == []
    job.advance(0.2, previews=["a.wav", "b.wav"])
    assert list(news.of(job)) == ["Preview: b.wav"]


def test_a_preview_is_told_before_the_next_line_is_due(capfd: pytest.CaptureFixture[str]) -> None:
    job, show = Job("train"), lines(Voice())
    job.advance(0.01, "beginning", previews=["one\x1b[2J.wav"])
    show(job)
    assert capfd.readouterr().err == "Preview: one\\x1b[2J.wav\n"

"""Warming: done after the room is open, ended with it, and never a reason to fail."""

from __future__ import annotations

import threading
import time

from typer.testing import CliRunner

from tilth.cli.app import app as commands
from tilth.web import warming as warm
from tilth.web.app import create_app
from tilth.web.features import landscape_of


def _thread():
    return next((one for one in threading.enumerate() if one.name == "warming"), None)


def _wait():
    """Until the warming has ended; it may have before anybody looks."""
    if thread := _thread():
        thread.join(60)


def test_layers_are_read_before_anybody_asks_for_them(own_file, monkeypatch):
    monkeypatch.setattr(warm, "FIRST_S", 0.0)
    app = create_app(own_file)
    with warm.warming(app):
        _wait()
        with app.state.room.read() as reading:
            assert landscape_of(app.state.room)._last == reading.head.entries
    app.state.room.close()


def test_a_programme_with_nothing_to_forecast_is_no_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(warm, "FIRST_S", 0.0)
    failed = []
    monkeypatch.setattr(threading, "excepthook", failed.append)
    file = tmp_path / "new.gpkg"
    assert CliRunner().invoke(commands, ["new", str(file), "--name", "New"]).exit_code == 0
    app = create_app(file)
    with warm.warming(app):
        _wait()
    app.state.room.close()
    assert not failed


def test_a_room_that_closes_at_once_waits_for_no_warming(own_file, monkeypatch):
    monkeypatch.setattr(warm, "FIRST_S", 600.0)
    app = create_app(own_file)
    started = time.monotonic()
    with warm.warming(app):
        assert _thread() is not None
    app.state.room.close()
    assert _thread() is None
    assert time.monotonic() - started < warm.FIRST_S

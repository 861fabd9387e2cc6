"""The page: Gradio's tabs, in each of which a part of our own stands."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from timbrel_web.loop import looped
from timbrel_web.still import Still
from timbrel_web.trouble import refused

if TYPE_CHECKING:
    from fastapi import FastAPI

    from timbrel import Kernel
    from timbrel_web.lending import Lending

FOLDER = Path(__file__).parent / "static"
ROOMS = ("Play", "Live", "Collect", "Train", "Shelf")
HEAD = (
    '<link rel="icon" href="/page/look/icon.svg">'
    '<link rel="stylesheet" href="/page/look/all.css">'
    '<script type="module" src="/page/page.js"></script>'
)
BOUNDS = "512mb"  # of one file given to a form
KEPT = (3600, 86400)  # seconds: how often what forms were given is looked through, and kept at most
WAITING = 32  # calls that may wait


def add_page(app: FastAPI, kernel: Kernel, lending: Lending) -> None:
    """Serve the page at /, and what it is made of at /page."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read once, as gradio is imported
    os.environ["GRADIO_TEMP_DIR"] = str(_drawer(kernel.places.cache / "forms"))
    still = Still(FOLDER)
    app.router.routes.insert(0, still.route)  # asked for most often
    looped(lambda: _mount(app, drawn(kernel, lending), HEAD + _early(still)))


def _early(still: Still) -> str:
    """What the first room is made of, all at once, in place of one after the other."""
    names = still.modules("page.js")
    return "".join(f'<link rel="modulepreload" href="/page/{name}">' for name in names)


def _drawer(folder: Path) -> Path:
    """A folder that only its owner looks into."""
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _mount(app: FastAPI, page: Any, head: str) -> None:
    import gradio
    from gradio.themes import Base

    gradio.mount_gradio_app(
        app,
        page,
        path="/",
        server_name="127.0.0.1",
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        max_file_size=BOUNDS,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        theme=Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
        head=head,
    )
    # Gradio checks what files its events are given only where it was launched: not when mounted.
    page.has_launched = True
    app.router.routes[-1].app.add_exception_handler(HTTPException, refused)  # type: ignore[attr-defined]


def drawn(kernel: Kernel, lending: Lending) -> Any:
    """The page as Gradio's Blocks: our own parts in its tabs, and a form for every action."""
    import gradio

    from timbrel_web.forms import forms

    with gradio.Blocks(
        title="Timbrel", fill_width=True, analytics_enabled=False, delete_cache=KEPT
    ) as page:
        _part("timbrel-header")
        with gradio.Tabs(elem_id="rooms"):
            for room in ROOMS:
                with gradio.Tab(room, id=room.lower(), elem_id=f"room-{room.lower()}"):
                    _part(f"timbrel-{room.lower()}")
            with gradio.Tab("Everything", id="everything", elem_id="room-everything"):
                forms(kernel, lending)
    for event in page.fns.values():  # that which draws the form has no way to say so
        event.api_visibility = "private"
    page.queue(max_size=WAITING, api_open=False)
    return page


def _part(tag: str) -> None:
    import gradio

    gradio.HTML(f"<{tag}></{tag}>", padding=False, container=False, apply_default_css=False)

"""The web app, put together."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from timbrel_web.feed import Feed
from timbrel_web.house import House
from timbrel_web.lending import Lending
from timbrel_web.manual import add_manual
from timbrel_web.news import News
from timbrel_web.nowhere import add_nowhere
from timbrel_web.page import add_page
from timbrel_web.parts import parts, routes
from timbrel_web.play import Play
from timbrel_web.sound import Sound
from timbrel_web.takes import Takes
from timbrel_web.trouble import answer_troubles
from timbrel_web.uploads import Uploads
from timbrel_web.verbs import add_verbs
from timbrel_web.work import Work

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from fastapi import FastAPI

    from timbrel import Kernel


def build(kernel: Kernel) -> FastAPI:
    """Every route of every surface, on one kernel; to be served behind the Guard.

    Its ``state.ending`` are to be ended before the server is, so that open streams close.
    """
    from fastapi import FastAPI

    lending = Lending(kernel)
    news, feed, sound = News(), Feed(kernel, lending), Sound(kernel)
    takes, mounted = Takes(lending, feed), parts(kernel)
    app = FastAPI(
        title="Timbrel",
        version=version("timbrel"),
        lifespan=_life(kernel, news, (news, feed, takes), mounted),
        openapi_url="/api/openapi.json",
        docs_url=None,  # these two load their scripts from another host
        redoc_url=None,
    )
    theirs = [end for part in mounted.values() for end in getattr(part.state, "ending", ())]
    app.state.ending = (news, feed, sound, *theirs)
    answer_troubles(app)
    for room in (
        House(kernel),
        Play(kernel),
        Work(kernel, news, lending),
        takes,
        lending,
        feed,
        sound,
        Uploads(kernel),
    ):
        room.add_to(app)
    add_verbs(app, kernel, lending)
    for name, part in mounted.items():
        app.router.routes.extend(routes(name, part))
    add_manual(app)
    add_nowhere(app)
    add_page(app, kernel, lending)
    return app


def _life(kernel: Kernel, news: News, ears: Sequence[Any], mounted: dict[str, Any]) -> Any:
    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        """Hear the kernel's news, and keep the mounted parts alive, as long as the app serves."""
        async with AsyncExitStack() as stack:
            news.begin()
            for ear in ears:
                kernel.host.add(ear, f"web-{id(ear)}")
                stack.callback(kernel.host.remove, ear)
            for part in mounted.values():
                await stack.enter_async_context(part.router.lifespan_context(part))
            yield

    return life

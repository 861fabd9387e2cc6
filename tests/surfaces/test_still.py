"""The files that the page is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from timbrel_web.page import FOLDER
from timbrel_web.still import Still

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def still(tmp_path: Path) -> Still:
    for name, text in {
        "page.js": 'import { a } from "./core/a.js";\nimport "./parts/b.js";\nimport("./z.js");\n',
        "core/a.js": "export const a = 1;\n",
        "parts/b.js": 'import {\n  a,\n} from "../core/a.js";\nimport { c } from "./c.js";\n',
        "parts/c.js": 'export { a } from "../core/a.js";\n',
        "z.js": "",
        "look/all.css": '@import "./one.css";\n@import "./two.css";\n',
        "look/one.css": "a {}\n",
        "look/two.css": "b {}\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return Still(tmp_path)


@pytest.fixture
def client(still: Still) -> TestClient:
    return TestClient(Starlette(routes=[still.route]))


def test_a_file_is_sent_as_what_it_is(client: TestClient) -> None:
    answer = client.get("/page/core/a.js")
    assert answer.text == "export const a = 1;\n"
    assert "javascript" in answer.headers["content-type"]


def test_what_a_browser_has_is_not_sent_again(client: TestClient) -> None:
    tag = client.get("/page/core/a.js").headers["etag"]
    again = client.get("/page/core/a.js", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = client.get("/page/parts/b.js", headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_a_style_sheet_comes_with_those_that_it_imports(client: TestClient) -> None:
    assert client.get("/page/look/all.css").text == "a {}\nb {}\n"


@pytest.mark.parametrize("name", ["none.js", "", "..", "%2e%2e/page.py", "core", "/etc/passwd"])
def test_there_is_nothing_else(client: TestClient, name: str) -> None:
    assert client.get(f"/page/{name}").status_code == 404


def test_the_modules_of_a_page_are_those_that_it_needs_at_once(still: Still) -> None:
    assert sorted(still.modules("page.js")) == ["core/a.js", "page.js", "parts/b.js", "parts/c.js"]


def test_what_the_other_rooms_are_made_of_comes_later() -> None:
    still = Still(FOLDER)
    needed = still.modules("page.js")
    assert {"core/session.js", "parts/play.js", "parts/knob.js"} <= {*needed}
    assert not {"parts/collect.js", "parts/live.js", "parts/shelf.js"} & {*needed}

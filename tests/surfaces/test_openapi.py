"""Whatever the description of the routes allows can be asked, and nothing breaks inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings

from timbrel import Kernel, offers
from timbrel_web.app import build
from timbrel_web.guard import Guard

if TYPE_CHECKING:
    from collections.abc import Iterator

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

PORT = 7860
EXAMPLES = 12
ENDLESS = {"/api/events"}  # a stream until the server ends
LONG = {"demo", "train", "generate", "transform", "reproduce", "models_calibrate", "doctor"}
LONG |= {"dataset_show", "fail", "full"}  # that measure the machine, or are there to fail
TRIED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[*HealthCheck],  # type: ignore[list-item]
)


@pytest.fixture(params=["stage", "trained"])
def kernel_of(request: pytest.FixtureRequest) -> Kernel:
    return request.getfixturevalue(request.param)


@pytest.fixture
def client(kernel_of: Kernel) -> Iterator[TestClient]:
    app = Guard(build(kernel_of), PORT)
    with TestClient(app, f"http://127.0.0.1:{PORT}", raise_server_exceptions=False) as client:
        yield client


def operations(book: dict[str, Any]) -> Iterator[Any]:
    for result in schemathesis.openapi.from_dict(book).get_all_operations():
        operation = result.ok()
        if operation.path not in ENDLESS | {f"/api/{name}" for name in LONG}:
            yield operation


def test_nothing_that_may_be_asked_breaks_inside(kernel_of: Kernel, client: TestClient) -> None:
    book = client.get("/api/openapi.json").json()
    asked = []
    for operation in operations(book):
        asked.append(operation.path)

        @TRIED
        @given(case=operation.as_strategy())
        def holds(case: Any) -> None:
            sent = case.as_transport_kwargs(base_url=f"http://127.0.0.1:{PORT}")
            sent.pop("cookies", None)
            if isinstance(sent.get("data"), bytes | str):
                sent["content"] = sent.pop("data")
            answer = client.request(**sent)
            kind = answer.headers.get("content-type", "")
            # 503 is a Problem as well: a disk that is full, a file of somebody else's.
            assert answer.status_code < 500 or answer.status_code == 503, (sent, answer.text)
            assert answer.status_code < 400 or kind == "application/problem+json", (sent, kind)

        holds()
        for job in kernel_of.jobs.all:
            job.stop()
    if kernel_of.live.recorder:
        kernel_of.live.recorder.stop()
    actions = {f"/api/{name}" for name in kernel_of.host.table(offers.Action)} - {
        f"/api/{name}" for name in LONG
    }
    assert actions < set(asked)

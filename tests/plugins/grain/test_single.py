"""Linear algebra takes one thread while it must, and not longer."""

from __future__ import annotations

from threadpoolctl import threadpool_info

from timbrel_grain.dsp_single import Single


def test_one_thread_is_left_again_by_the_last_one_out() -> None:
    def counts() -> list[int]:
        return [one["num_threads"] for one in threadpool_info()]

    before, single = counts(), Single()
    with single:
        with single:
            assert set(counts()) == {1}
        assert set(counts()) == {1}
    assert counts() == before

"""What tools take: numbers finite and within bounds, texts not too long."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

Seconds = Annotated[float, Field(ge=0.05, le=600, description="How long.", allow_inf_nan=False)]
Seed = Annotated[
    int | None, Field(ge=0, le=2**31 - 1, description="Same seed and knobs, same sound.")
]
Count = Annotated[int, Field(ge=1, le=16, description="How many takes.")]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Knobs = Annotated[
    dict[str, float] | None,
    Field(description="Knobs for this take alone; the others stand as in the session."),
]
Format = Annotated[
    Literal["wav", "aiff", "flac", "mp3", "ogg", "opus"], Field(description="The kind of file.")
]
Model = Annotated[
    str | None,
    Field(description="A model, its knobs at rest; the session as it stands if not given."),
]
More = Annotated[
    dict[str, Any] | None,
    Field(description="Further arguments of the action, as they stand in do(action='')."),
]
Wait = Annotated[
    float, Field(ge=0, le=25, description="Seconds to wait for the sound.", allow_inf_nan=False)
]
Text = Annotated[str, Field(max_length=1024)]
Every = Annotated[
    float, Field(ge=0.1, le=60, description="Seconds of a stretch.", allow_inf_nan=False)
]
Begin = Annotated[
    float, Field(ge=0, le=86400, description="Where the audio begins.", allow_inf_nan=False)
]
